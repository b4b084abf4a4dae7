// What the composer shows about files before they are sent.
import { cleanup, render, screen, within } from "@testing-library/react";
import { afterEach, beforeAll, expect, test, vi } from "vitest";
import en from "virtual:words/shell/en.json";
import { addWords, startI18n } from "@/i18n/i18n";
import more from "virtual:words/more/en.json";
import type { TrayFile } from "@/state/files/types";
import { TrayStrip } from "./TrayStrip";

const tray = vi.hoisted(() => ({ files: [] as unknown[] }));
vi.mock("@/state/files/files", () => ({
  useTray: () => tray.files,
  uploads: () => Promise.reject(new Error()),
}));

beforeAll(async () => {
  await startI18n();
  await addWords("shell", en);
  await addWords("more", more);
});
afterEach(cleanup);

const file = (name: string, over: Partial<TrayFile>): TrayFile => ({
  key: name,
  name,
  size: 7,
  content_type: "",
  width: null,
  height: null,
  caption: "",
  alt: "",
  room_id: "r",
  order: 1,
  resume: null,
  attachment: null,
  preview: null,
  state: "uploading",
  share: 0,
  error: null,
  ...over,
});

test("FILE19 a file that cannot be cleaned shows a warning before it is sent", () => {
  tray.files = [
    file("letter.pdf", { content_type: "application/pdf" }),
    file("film.mp4", { content_type: "video/mp4" }),
  ];
  render(<TrayStrip roomId="r" />);
  const [letter, film] = screen.getAllByRole("listitem");
  const note = "May contain personal data, such as its author or location";
  expect(within(letter as HTMLElement).getByText(note)).toBeTruthy();
  expect(within(film as HTMLElement).queryByText(note)).toBeNull();
});
