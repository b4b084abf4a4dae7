// Lazy views, and those that cannot be loaded.
import { cleanup, render, screen, waitFor } from "@testing-library/react";
import type { ComponentType } from "react";
import { afterEach, beforeAll, expect, it, vi } from "vitest";
import { addWords, startI18n } from "@/i18n/i18n";
import { later, onViewMissing } from "./later";

beforeAll(async () => {
  await startI18n();
  await addWords("more");
});
afterEach(cleanup);

it("shows a notice when a view cannot be loaded, closes it, and tries again when it is opened again", async () => {
  const told = vi.fn<(text: string) => void>();
  onViewMissing(told);
  const load = vi
    .fn<() => Promise<ComponentType<{ onClose: () => void }>>>()
    .mockRejectedValueOnce(new Error("the server is away"))
    .mockResolvedValue(() => <p>here</p>);
  const View = later(load);
  const onClose = vi.fn();

  const first = render(<View onClose={onClose} />);
  await waitFor(() => expect(onClose).toHaveBeenCalledOnce());
  expect(told).toHaveBeenCalledOnce();
  first.unmount();

  render(<View onClose={onClose} />);
  await screen.findByText("here");
  expect(load).toHaveBeenCalledTimes(2);
  expect(told).toHaveBeenCalledOnce();
});
