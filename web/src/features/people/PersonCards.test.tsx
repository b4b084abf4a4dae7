// Opening and closing a person's card: click, key, resting pointer, Esc.
import { act, cleanup, fireEvent, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import en from "virtual:words/shell/en.json";
import { addWords, startI18n } from "@/i18n/i18n";
import { ApiError } from "@/net/http";
import type { Me, Profile } from "@/net/protocol.gen";
import { forgetBlocks, heardOfBlocks } from "@/state/people/blockList";
import { forgetStatuses } from "@/state/people/learnStatus";
import { forgetPresence, setPresence } from "@/state/people/presence";
import { queries } from "@/state/requests/queries";
import { useSession } from "@/state/session/whoami";
import { useDialogs } from "@/state/shell/dialogs";
import { user } from "@/state/timeline/modelServer.testkit";
import { PersonCards } from "./PersonCards";

const server = vi.hoisted(() => ({ profile: vi.fn(), direct: vi.fn() }));
vi.mock("@/net/api/users", () => ({ getProfile: server.profile }));
vi.mock("@/state/rooms/openDirect", () => ({ openDirect: server.direct }));

const bo: Profile = {
  ...user("bo"),
  display_name: "Bo Berg",
  bio: "Boats, mostly.",
  is_admin: false,
  is_bot: false,
  deleted: false,
  created_at: "2026-01-01T00:00:00.000Z",
  status: { emoji: "🍜", text: "At lunch", until: null },
  presence: "idle",
  shared_rooms: [{ id: "r1", name: "Harbour", avatar_url: null, role: "member" }],
};

beforeAll(async () => {
  await startI18n();
  await addWords("shell", en);
  await addWords("dialogs");
  await import("./PersonCard");
});
beforeEach(() => {
  queries.clear();
  vi.resetAllMocks();
  server.profile.mockResolvedValue(bo);
});
afterEach(() => {
  vi.useRealTimers();
  cleanup();
  forgetBlocks();
  forgetStatuses();
  forgetPresence();
  useDialogs.setState({ open: null });
});

function page() {
  render(
    <>
      <ul>
        <li>
          <svg data-person="bo" data-testid="picture" />
          <button type="button" data-person="bo">
            Bo
          </button>
        </li>
      </ul>
      <span role="button" tabIndex={0} data-person="bo">
        @bo
      </span>
      <button type="button">Elsewhere</button>
      <PersonCards />
    </>,
  );
}
const card = () => screen.findByRole("dialog", { name: "Bo Berg" });

test("UI89 a click shows who it is, and Esc returns the focus to the name", async () => {
  page();
  await userEvent.click(screen.getByTestId("picture"));
  const dialog = await card();
  for (const text of ["Bo Berg", "@bo", "Away", "Boats, mostly.", "At lunch"])
    expect(dialog.textContent).toContain(text);
  expect(screen.getByRole("link", { name: "Harbour" }).getAttribute("href")).toBe("/r/r1");
  expect(document.activeElement).toBe(dialog);
  await userEvent.keyboard("{Escape}");
  expect(screen.queryByRole("dialog")).toBeNull();
  expect(document.activeElement).toBe(screen.getByRole("button", { name: "Bo" }));
});

test("UI88 Enter opens the card from a name and from a mention", async () => {
  page();
  screen.getByRole("button", { name: "@bo" }).focus();
  await userEvent.keyboard("{Enter}");
  await card();
  await userEvent.keyboard("{Escape}");
  expect(document.activeElement?.textContent).toBe("@bo");
  screen.getByRole("button", { name: "Bo" }).focus();
  await userEvent.keyboard("{Enter}");
  await card();
});

test("UI88 resting on a name opens the card without taking the focus, and leaving closes it", async () => {
  page();
  await userEvent.click(screen.getByTestId("picture"));
  await card();
  await userEvent.keyboard("{Escape}");
  screen.getByRole("button", { name: "Elsewhere" }).focus();
  vi.useFakeTimers();
  const over = (element: Element) => fireEvent.pointerOver(element, { pointerType: "mouse", buttons: 0 });
  const wait = (ms: number) =>
    act(async () => {
      await vi.advanceTimersByTimeAsync(ms);
    });
  over(screen.getByRole("button", { name: "Bo" }));
  await wait(499);
  expect(screen.queryByRole("dialog")).toBeNull();
  await wait(1);
  const dialog = screen.getByRole("dialog", { name: "Bo Berg" });
  expect(document.activeElement?.textContent).toBe("Elsewhere");
  // Onto the card itself, and then away.
  over(screen.getByRole("button", { name: "Elsewhere" }));
  await wait(100);
  over(dialog);
  await wait(1_000);
  expect(screen.queryByRole("dialog")).not.toBeNull();
  over(screen.getByRole("button", { name: "Elsewhere" }));
  await wait(200);
  expect(screen.queryByRole("dialog")).toBeNull();
});

test("UI89 a profile that can't be loaded says so and can be tried again", async () => {
  server.profile.mockRejectedValueOnce(new ApiError(403, "forbidden", "no"));
  page();
  await userEvent.click(screen.getByRole("button", { name: "Bo" }));
  expect((await screen.findByRole("alert")).textContent).toContain("Couldn't load this profile.");
  await userEvent.click(screen.getByRole("button", { name: "Try again" }));
  await card();
});

test("UI88 a deleted account has no card, only a line that says so", async () => {
  server.profile.mockResolvedValue({ ...bo, deleted: true, username: "" });
  page();
  await userEvent.click(screen.getByRole("button", { name: "Bo" }));
  expect(await screen.findByText("This account no longer exists.")).toBeTruthy();
  expect(screen.queryByRole("button", { name: "Message" })).toBeNull();
});

test("UI89 the card leads to a direct message, or to blocking, which asks first", async () => {
  page();
  await userEvent.click(screen.getByRole("button", { name: "Bo" }));
  await card();
  await userEvent.click(screen.getByRole("button", { name: "Message" }));
  expect(server.direct).toHaveBeenCalledWith(["bo"]);
  await vi.waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  await userEvent.click(screen.getByRole("button", { name: "Bo" }));
  await userEvent.click(await screen.findByRole("button", { name: "Block" }));
  expect(useDialogs.getState().open).toMatchObject({ name: "block", person: { id: "bo" } });

  act(() => heardOfBlocks(["bo"]));
  await userEvent.click(screen.getByRole("button", { name: "Bo" }));
  expect(await screen.findByRole("button", { name: "Unblock" })).toBeTruthy();
  expect(screen.queryByRole("button", { name: "Message" })).toBeNull();
});

test("UI182 the card of a guest says until when, and offers no message", async () => {
  server.profile.mockResolvedValue({ ...bo, guest_until: `${new Date().getFullYear()}-12-12T12:00:00.000Z` });
  page();
  await userEvent.click(screen.getByRole("button", { name: "Bo" }));
  await card();
  expect(screen.getByText("Guest")).toBeTruthy();
  expect(screen.getByText(/^until .*12/)).toBeTruthy();
  expect(screen.queryByRole("button", { name: "Message" })).toBeNull();
  expect(screen.getByRole("button", { name: "Block" })).toBeTruthy();
});

test("UI181 a guest is offered to message nobody", async () => {
  useSession.setState(
    { status: "signed_in", me: { ...bo, id: "ana", guest_until: "2026-12-12T12:00:00Z" } as unknown as Me },
    true,
  );
  page();
  await userEvent.click(screen.getByRole("button", { name: "Bo" }));
  await card();
  expect(screen.queryByText("Guest")).toBeNull();
  expect(screen.queryByRole("button", { name: "Message" })).toBeNull();
  act(() => useSession.setState({ status: "unknown" }, true));
});

test("a fetched profile's presence replaces an older one", async () => {
  setPresence("bo", "active");
  page();
  await userEvent.click(screen.getByRole("button", { name: "Bo" }));
  expect(await screen.findByText("Away")).toBeTruthy();
});
