// What a guest's own client offers: nothing that leads out of their room.
import { act, cleanup, fireEvent, render, screen } from "@testing-library/react";
import type { ReactElement } from "react";
import { afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import shell from "virtual:words/shell/en.json";
import { addWords, startI18n } from "@/i18n/i18n";
import type { Me, RoomSummary } from "@/net/protocol.gen";
import { RoomList } from "@/features/rooms/list/RoomList";
import { Palette } from "@/features/palette/Palette";
import { lookUp } from "@/features/conversation/composer/completion/lookUp";
import { replaceRooms, resetRooms } from "@/state/rooms/rooms";
import { useSession } from "@/state/session/whoami";
import { heardOfUser } from "@/state/session/session";
import { user } from "@/state/timeline/modelServer.testkit";
import { GuestLine } from "../shell/GuestLine";
import { Home } from "./Home";

const server = vi.hoisted(() => ({ findUsers: vi.fn(), directory: vi.fn() }));
vi.mock("@/net/api/users", () => ({ findUsers: server.findUsers }));
vi.mock("@/net/api/rooms", async (original) => ({
  ...(await original<object>()),
  directory: server.directory,
}));

beforeAll(async () => {
  await startI18n();
  await Promise.all([addWords("shell", shell), addWords("more"), addWords("dialogs")]);
  HTMLDialogElement.prototype.showModal = function showModal() {
    this.open = true;
  };
});
beforeEach(() => {
  vi.resetAllMocks();
  const guest_until = `${new Date().getFullYear()}-12-12T12:00:00.000Z`;
  useSession.setState(
    { status: "signed_in", me: { ...user("gil"), is_admin: false, guest_until } as Me },
    true,
  );
});
afterEach(() => {
  vi.useRealTimers();
  cleanup();
  resetRooms();
  useSession.setState({ status: "unknown" }, true);
});

const harbour = {
  id: "r1",
  kind: "private",
  name: "Harbour",
  created_at: "2026-01-01T00:00:00.000Z",
  version: 1,
  last_seq: 0,
  you: { role: "member", last_read_seq: 0, unread: 0, mentions: 0, notify: "all" },
} as unknown as RoomSummary;
const show = (what: ReactElement) => render(what);
const buttons = () => screen.getAllByRole("button").map((button) => button.textContent || button.ariaLabel);
const Direct = () => <p>Direct messages</p>;
const list = <RoomList current={null} foldered={Direct} direct={Direct} />;

test("UI181 a guest without a room is told what to do, and offered nothing that they cannot do", () => {
  replaceRooms([]);
  show(<Home />);
  expect(screen.getByText(/^You are a guest and not in a room now\. Ask/)).toBeTruthy();
  expect(buttons()).toEqual(["Join with a code"]);
});

test("UI181 a guest's list has their room, and neither new rooms nor direct messages", () => {
  replaceRooms([harbour]);
  show(list);
  expect(screen.getByRole("link", { name: /^Harbour/ })).toBeTruthy();
  expect(screen.queryByRole("button", { name: "New" })).toBeNull();
  expect(screen.queryByText("Direct messages")).toBeNull();
});

test("UI181 a guest's palette finds their room and no people, and asks the server for nobody", async () => {
  replaceRooms([harbour]);
  show(<Palette onClose={() => {}} />);
  expect(screen.getAllByRole("option").map(({ textContent }) => textContent)).toEqual([
    expect.stringContaining("Harbour"),
    "Settings",
  ]);
  vi.useFakeTimers();
  fireEvent.change(screen.getByRole("combobox"), { target: { value: "har" } });
  await act(() => vi.advanceTimersByTimeAsync(1_000));
  expect(server.findUsers).not.toHaveBeenCalled();
});

test("UI181 completing a room asks for no directory", async () => {
  await lookUp("room", "r1", "har", new AbortController().signal, () => {});
  expect(server.directory).not.toHaveBeenCalled();
});

test("UI181 a guest reads until when they are one, and a former guest is offered everything at once", () => {
  const { rerender } = show(<GuestLine />);
  expect(screen.getByText(/^You are a guest until .*12.*\.$/)).toBeTruthy();
  heardOfUser({
    ...user("gil"),
    bio: "",
    is_admin: false,
    is_bot: false,
    deleted: false,
    created_at: "",
    status: null,
  });
  replaceRooms([]);
  rerender(<Home />);
  expect(screen.queryByText(/guest/)).toBeNull();
  expect(buttons()).toContain("Create room");
});
