// Creating invitation links: who may make them for guests, and what is sent.
import { cleanup, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import shell from "virtual:words/shell/en.json";
import { addWords, startI18n } from "@/i18n/i18n";
import type { CreateInvite, Invite, Role, Room } from "@/net/protocol.gen";
import { queries } from "@/state/requests/queries";
import { putRoom, resetRooms } from "@/state/rooms/rooms";
import { InviteDialog } from "./InviteDialog";

const server = vi.hoisted(() => ({ createInvite: vi.fn(), listInvites: vi.fn() }));
vi.mock("@/net/api/invites", () => server);

const invite = (over: Partial<Invite> = {}) =>
  ({
    code: "abc",
    url: "https://chat.example/invite/abc",
    room_id: "r1",
    uses: 0,
    max_uses: null,
    ...over,
  }) as Invite;

beforeAll(async () => {
  await startI18n();
  await Promise.all([addWords("shell", shell), addWords("more"), addWords("dialogs")]);
  HTMLDialogElement.prototype.showModal = function showModal() {
    this.open = true;
  };
});
beforeEach(() => {
  queries.clear();
  server.listInvites.mockReset().mockResolvedValue({ invites: [] });
  server.createInvite.mockReset().mockResolvedValue(invite());
});
afterEach(() => {
  cleanup();
  resetRooms();
});

const show = (role: Role) => {
  const you = { role, last_read_seq: 0, unread: 0, mentions: 0, notify: "all" };
  putRoom({
    id: "r1",
    name: "Harbour",
    kind: "public",
    last_seq: 0,
    version: 1,
    member_count: 2,
    you,
  } as Room);
  render(<InviteDialog roomId="r1" onClose={() => {}} />);
};
const lifetimes = () =>
  [...screen.getByLabelText<HTMLSelectElement>("Expires").options].map(({ text }) => text);
const make = () => userEvent.click(screen.getByRole("button", { name: "Create link" }));
const sent = () => server.createInvite.mock.lastCall?.[1] as CreateInvite;

test("UI180 only moderators choose who joins with a link", async () => {
  show("member");
  expect(screen.queryByRole("radio", { name: "Guests" })).toBeNull();
  await make();
  expect(sent()).toEqual({ expires_in: 604_800, max_uses: null });
});

test("UI180 a moderator makes a link for guests, which expires with their access at the latest", async () => {
  show("moderator");
  expect(screen.queryByText(/^Guests see only this room/)).toBeNull();
  await userEvent.click(screen.getByRole("radio", { name: "Guests" }));
  expect(screen.getByText(/^Guests see only this room/)).toBeTruthy();
  await userEvent.selectOptions(screen.getByLabelText("Guest access ends"), "In 1 day");
  expect(lifetimes()).toEqual(["After 1 hour", "After 1 day", "When guest access ends"]);
  await make();
  const { guest_until, expires_in } = sent();
  const left = (Date.parse(guest_until ?? "") - Date.now()) / 1_000;
  expect(left).toBeGreaterThan(86_399);
  expect(Math.abs((expires_in ?? Infinity) - left)).toBeLessThan(5);
});

test("UI180 a date of one's own is asked for, and one that the server would refuse is not sent", async () => {
  show("owner");
  await userEvent.click(screen.getByRole("radio", { name: "Guests" }));
  await userEvent.selectOptions(screen.getByLabelText("Guest access ends"), "On a date…");
  await make();
  expect((await screen.findByRole("alert")).textContent).toContain("Choose a day from today on");
  expect(server.createInvite).not.toHaveBeenCalled();
});

test("UI180 an active link for guests says until when", async () => {
  server.listInvites.mockResolvedValue({
    invites: [invite({ expires_at: null, guest_until: `${new Date().getFullYear()}-12-12T12:00:00.000Z` })],
  });
  show("owner");
  expect(await screen.findByText(/^Guests until .*(12 December|December 12)$/)).toBeTruthy();
});
