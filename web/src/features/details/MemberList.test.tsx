// The members pane: guests, and what is said about a search.
import { cleanup, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import shell from "virtual:words/shell/en.json";
import { addWords, startI18n } from "@/i18n/i18n";
import { ApiError } from "@/net/http";
import type { Me, Member, Role, Room } from "@/net/protocol.gen";
import { queries } from "@/state/requests/queries";
import { putRoom, resetRooms } from "@/state/rooms/rooms";
import { useSession } from "@/state/session/whoami";
import { useDialogs } from "@/state/shell/dialogs";
import { useNotices } from "@/state/shell/notices";
import { user } from "@/state/timeline/modelServer.testkit";
import { LeaveDialog } from "./LeaveDialog";
import { MemberList } from "./MemberList";
import { ActDialog } from "./members/ActDialog";

const server = vi.hoisted(() => ({ listMembers: vi.fn(), findMembers: vi.fn(), setGuestUntil: vi.fn() }));
vi.mock("@/net/api/rooms", async (original) => ({ ...(await original<object>()), ...server }));

const year = new Date().getFullYear();
const GUEST_UNTIL = `${year + 1}-03-12T12:00:00.000Z`;
const member = (name: string, role: Role = "member", over: Partial<Member> = {}): Member => ({
  user: user(name),
  role,
  joined_at: "2026-01-01T00:00:00.000Z",
  presence: "offline",
  ...over,
});
const gil = member("gil", "member", { guest_until: GUEST_UNTIL });

beforeAll(async () => {
  await startI18n();
  await Promise.all([addWords("shell", shell), addWords("more"), addWords("dialogs")]);
  HTMLDialogElement.prototype.showModal = function showModal() {
    this.open = true;
  };
  await import("./members/MemberMenu");
});
beforeEach(() => {
  queries.clear();
  vi.resetAllMocks();
  server.listMembers.mockResolvedValue({
    items: [member("ana", "owner"), member("bo"), gil],
    next_cursor: null,
  });
  useSession.setState({ status: "signed_in", me: user("ana") as Me }, true);
  const you = { role: "owner", last_read_seq: 0, unread: 0, mentions: 0, notify: "all" };
  putRoom({
    id: "r1",
    name: "Harbour",
    kind: "private",
    last_seq: 0,
    version: 1,
    member_count: 3,
    you,
  } as unknown as Room);
});
afterEach(() => {
  cleanup();
  resetRooms();
  useDialogs.setState({ open: null });
  useNotices.setState({ notices: [] });
});

const row = async (name: string) => (await screen.findByText(`@${name}`)).closest("li") as HTMLElement;

test("UI182 a guest has a badge, and a menu with the end of their access but no roles", async () => {
  render(<MemberList roomId="r1" count={3} />);
  expect((await row("gil")).textContent).toContain("Guest");
  expect((await row("gil")).textContent).toMatch(/until .*12/);
  expect((await row("bo")).textContent).not.toContain("Guest");
  await userEvent.click(await screen.findByRole("button", { name: "Actions for gil" }));
  expect(screen.getAllByRole("menuitem").map(({ textContent }) => textContent)).toEqual([
    "Change end of guest access…",
    "Remove from room…",
    "Suspend or ban…",
  ]);
  await userEvent.click(screen.getByRole("menuitem", { name: "Change end of guest access…" }));
  expect(useDialogs.getState().open).toMatchObject({
    name: "member_act",
    act: "guest_until",
    member: { guest_until: GUEST_UNTIL },
  });
});

test("UI182 the end of guest access is changed to another day, which the list shows at once", async () => {
  render(<MemberList roomId="r1" count={3} />);
  await row("gil");
  const onClose = vi.fn();
  render(<ActDialog roomId="r1" member={gil} act="guest_until" onClose={onClose} />);
  const dialog = screen.getByRole("dialog", { name: "Guest access of gil" });
  expect(dialog.textContent).toContain("gil sees only this room, until");
  expect(screen.getByLabelText<HTMLInputElement>("Last day").value).toBe(`${year + 1}-03-12`);
  await userEvent.selectOptions(screen.getByLabelText("Guest access ends"), "In 1 week");
  server.setGuestUntil.mockImplementation(async (_room: string, _user: string, until: Date) => ({
    ...gil,
    guest_until: until.toISOString(),
  }));
  await userEvent.click(screen.getByRole("button", { name: "Save" }));
  await waitFor(() => expect(onClose).toHaveBeenCalled());
  const [room, who, until] = server.setGuestUntil.mock.lastCall as [string, string, Date];
  expect([room, who]).toEqual(["r1", "gil"]);
  expect(Math.floor((until.getTime() - Date.now()) / 86_400_000)).toBe(7);
  expect(useNotices.getState().notices[0]?.text).toMatch(/^gil is a guest until /);
  await waitFor(async () => expect((await row("gil")).textContent).not.toContain(String(year + 1)));
});

test("UI182 a guest is no heir of the room", async () => {
  render(<LeaveDialog roomId="r1" onClose={() => {}} />);
  await screen.findByRole("radio", { name: /bo/ });
  expect(screen.getAllByRole("radio")).toHaveLength(1);
});

test("UX29 the number of members found is announced, and a search that failed can be tried again", async () => {
  server.listMembers.mockResolvedValue({ items: [member("ana", "owner")], next_cursor: "more" });
  server.findMembers.mockRejectedValueOnce(new ApiError(403, "forbidden", "no"));
  server.findMembers.mockResolvedValue([member("cleo"), member("clea")]);
  render(<MemberList roomId="r1" count={100_000} />);
  await row("ana");
  await userEvent.type(screen.getByRole("searchbox", { name: "Search members" }), "cle");
  expect((await screen.findByRole("alert")).textContent).toBe("Couldn't load the members.");
  await userEvent.click(screen.getByRole("button", { name: "Try again" }));
  await row("clea");
  await waitFor(() => expect(screen.getByRole("status").textContent).toBe("2 members found"));
  expect(screen.queryByText("@ana")).toBeNull();
});
