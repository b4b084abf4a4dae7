// Rooms: what the list shows, taking over, deleting and restoring.
import { cleanup, render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import type { Page } from "@/net/api/rooms";
import type { AdminRoom, OpenReport, UserRef } from "@/net/protocol.gen";
import { notices, page, person, prepareWords, refusal, room, signInAna } from "../admin.testkit";
import { ReportsSection } from "./ReportsSection";
import { RoomsSection } from "./RoomsSection";

const server = vi.hoisted(() => ({
  listAllRooms: vi.fn<(query: string, cursor: string | null) => Promise<Page<AdminRoom>>>(),
  deleteAnyRoom: vi.fn<(id: string) => Promise<void>>(),
  restoreRoom: vi.fn<(id: string) => Promise<void>>(),
  setOwner: vi.fn<(id: string, userId: string) => Promise<void>>(),
  listOpenReports: vi.fn<() => Promise<Page<OpenReport>>>(),
  findUsers: vi.fn<(query: string) => Promise<{ users: UserRef[] }>>(),
}));
vi.mock("@/net/api/admin/rooms", () => server);
vi.mock("@/net/api/users", () => ({ findUsers: server.findUsers }));

beforeAll(prepareWords);
beforeEach(() => {
  signInAna();
  for (const call of Object.values(server)) call.mockReset();
  server.findUsers.mockResolvedValue({ users: [person("Bo")] });
});
afterEach(cleanup);

const entry = async (name: string) =>
  (await screen.findByText(name, { selector: "bdi" })).closest("li") as HTMLElement;
const actionsOf = async (name: string) => {
  await userEvent.click(within(await entry(name)).getByRole("button", { name: `Actions for ${name}` }));
  return screen.getAllByRole("menuitem").map((item) => item.textContent);
};
const choose = async (name: string, action: string) => {
  await actionsOf(name);
  await userEvent.click(screen.getByRole("menuitem", { name: action }));
};

test("an entry shows kind, numbers and owners", async () => {
  server.listAllRooms.mockResolvedValue(
    page([
      room("Harbour", { owners: [person("Ana"), person("Bo")], owner_count: 2, message_count: 1234 }),
      room("Vault", { kind: "private", owner_count: 0, archived: true }),
      room("Old", { delete_after: "2026-02-01T10:00:00.000Z" }),
    ]),
  );
  render(<RoomsSection />);
  const harbour = await entry("Harbour");
  for (const text of ["Public", "1,234", "Ana and Bo"]) expect(within(harbour).getByText(text)).toBeTruthy();
  const vault = await entry("Vault");
  for (const text of ["Private", "Archived", "No owner"]) expect(within(vault).getByText(text)).toBeTruthy();
  expect(within(await entry("Old")).getByText(/^Will be deleted on /)).toBeTruthy();
});

test("a room without an owner is given to a member; somebody must be chosen", async () => {
  server.listAllRooms.mockResolvedValue(page([room("Harbour", { owner_count: 0 })]));
  server.setOwner.mockRejectedValueOnce(refusal("user_not_found", 404)).mockResolvedValueOnce();
  render(<RoomsSection />);
  await choose("Harbour", "Make someone owner…");
  await userEvent.click(screen.getByRole("button", { name: "Make owner" }));
  expect(screen.getByRole("alert").textContent).toBe("Choose a person first.");
  const search = within(screen.getByRole("dialog")).getByRole("searchbox", { name: "Search people" });
  await userEvent.type(search, "bo");
  await userEvent.click(await screen.findByRole("button", { name: /Bo/ }));
  await userEvent.click(screen.getByRole("button", { name: "Make owner" }));
  await screen.findByText("This person isn't a member of the room. Choose a member.");
  await userEvent.click(screen.getByRole("button", { name: "Remove Bo" }));
  expect(document.activeElement).toBe(screen.getByRole("group", { name: "New owner" }));
  await userEvent.click(screen.getByRole("button", { name: /Ana/ }));
  await userEvent.click(screen.getByRole("button", { name: "Make owner" }));
  await waitFor(() => expect(notices()).toEqual(["Ana now owns Harbour."]));
  expect(server.setOwner.mock.calls).toEqual([
    ["harbour", "bo"],
    ["harbour", "ana"],
  ]);
});

test("a room with an owner cannot be given away", async () => {
  server.listAllRooms.mockResolvedValue(page([room("Harbour")]));
  render(<RoomsSection />);
  expect(await actionsOf("Harbour")).toEqual(["Delete room…"]);
});

test("UI101 deleting asks twice, and a deleted room can be restored", async () => {
  server.listAllRooms.mockResolvedValueOnce(page([room("Harbour")]));
  server.listAllRooms.mockResolvedValue(
    page([room("Harbour", { delete_after: "2026-02-01T10:00:00.000Z" })]),
  );
  server.deleteAnyRoom.mockResolvedValue();
  server.restoreRoom.mockResolvedValue();
  render(<RoomsSection />);
  await choose("Harbour", "Delete room…");
  await userEvent.click(screen.getByRole("button", { name: "Continue" }));
  await userEvent.type(await screen.findByLabelText("Type Harbour to confirm"), "Harbour");
  await userEvent.click(screen.getByRole("button", { name: "Delete" }));
  await waitFor(() => expect(notices()).toEqual(["Harbour will be deleted in 7 days."]));
  expect(server.deleteAnyRoom).toHaveBeenCalledWith("harbour");
  await screen.findByText(/^Will be deleted on /);
  await choose("Harbour", "Restore room");
  expect(server.restoreRoom).toHaveBeenCalledWith("harbour");
});

test("a server without rooms explains where they come from", async () => {
  server.listAllRooms.mockResolvedValue(page([]));
  render(<RoomsSection />);
  await screen.findByRole("heading", { name: "No rooms yet" });
});

test("MOD4 open reports say what was reported, but of private rooms only which room", async () => {
  const report: OpenReport = {
    id: "p1",
    room_id: "harbour",
    room_name: "Harbour",
    message_id: "m1",
    author: person("Bo"),
    excerpt: "Buy this",
    reason: "Advertising",
    created_at: "2026-01-05T10:00:00.000Z",
  };
  const hidden = { ...report, id: "p2", room_name: "Den", author: null, excerpt: "", reason: "" };
  server.listOpenReports.mockResolvedValue(page([report, hidden]));
  render(<ReportsSection />);
  const [open, closed] = within(await screen.findByRole("list", { name: "Reports" })).getAllByRole(
    "listitem",
  );
  for (const text of ["Harbour", "Bo", "Buy this", "Advertising"]) expect(open?.textContent).toContain(text);
  expect(closed?.textContent).toContain("A message in a private room.");
  expect(closed?.textContent).not.toContain("Bo");
});
