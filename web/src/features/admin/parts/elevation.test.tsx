// A change that needs the password: asked once, then repeated.
import { cleanup, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { prepareWords, refusal, signInAna } from "../admin.testkit";
import { Declined, elevated } from "./elevation";
import { ElevationDialog } from "./ElevationDialog";

const server = vi.hoisted(() => ({ elevate: vi.fn<(password: string) => Promise<void>>() }));
vi.mock("@/net/api/admin/people", () => ({ elevate: server.elevate }));

/** A change that the server refuses until the password was given. */
function guarded() {
  return vi.fn(async () => {
    if (server.elevate.mock.results.every(({ type }) => type !== "return"))
      throw refusal("elevation_required");
    await Promise.all(server.elevate.mock.results.map(({ value }) => value as Promise<void>));
    return "changed";
  });
}

beforeAll(prepareWords);
beforeEach(() => {
  signInAna();
  server.elevate.mockReset().mockResolvedValue();
});
afterEach(cleanup);

const give = async (password: string) => {
  await userEvent.type(screen.getByLabelText("Your password"), password);
  await userEvent.click(screen.getByRole("button", { name: "Continue" }));
};

test("a change that is not refused asks for nothing", async () => {
  render(<ElevationDialog />);
  await expect(elevated(async () => "changed")).resolves.toBe("changed");
  expect(screen.queryByRole("dialog")).toBeNull();
});

test("UI100 several refused changes wait for one password and are then repeated", async () => {
  render(<ElevationDialog />);
  const [one, two] = [guarded(), guarded()];
  const both = Promise.all([elevated(one), elevated(two)]);
  await screen.findByRole("dialog", { name: "Confirm it's you" });
  await give("correct horse");
  await expect(both).resolves.toEqual(["changed", "changed"]);
  expect(server.elevate.mock.calls).toEqual([["correct horse"]]);
  expect([one.mock.calls.length, two.mock.calls.length]).toEqual([2, 2]);
  expect(screen.queryByRole("dialog")).toBeNull();
});

test("UI100 a wrong password is said in the dialog, which stays open", async () => {
  render(<ElevationDialog />);
  server.elevate.mockRejectedValueOnce(refusal("invalid_credentials", 401));
  let changed = false;
  const change = elevated(async () => {
    if (server.elevate.mock.calls.length < 2) throw refusal("elevation_required");
    changed = true;
  });
  await screen.findByRole("dialog");
  await give("wrong");
  expect((await screen.findByRole("alert")).textContent).toBe("That's not your password. Try again.");
  expect(changed).toBe(false);
  await give("right");
  await change;
  expect(changed).toBe(true);
});

test.each(["Cancel", "Close"])("UI100 %s gives the change up", async (button) => {
  render(<ElevationDialog />);
  const change = elevated(guarded());
  const refused = expect(change).rejects.toBeInstanceOf(Declined);
  await screen.findByRole("dialog");
  await userEvent.click(screen.getByRole("button", { name: button }));
  await refused;
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
});

test("UI100 leaving the page gives the change up", async () => {
  const { unmount } = render(<ElevationDialog />);
  const refused = expect(elevated(guarded())).rejects.toBeInstanceOf(Declined);
  await screen.findByRole("dialog");
  unmount();
  await refused;
});

test("other refusals are passed on", async () => {
  render(<ElevationDialog />);
  await expect(elevated(() => Promise.reject(refusal("forbidden")))).rejects.toMatchObject({
    code: "forbidden",
  });
});
