// Deleted rooms in the directory: shown to their owners, with a button that brings them back.
import { cleanup, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { addWords, startI18n } from "@/i18n/i18n";
import { ApiError } from "@/net/http";
import type { DeletedRoom, Room } from "@/net/protocol.gen";
import { queries } from "@/state/requests/queries";
import { resetRooms, roomOf } from "@/state/rooms/rooms";
import { useNotices } from "@/state/shell/notices";
import { DeletedRooms } from "./DeletedRooms";

const server = vi.hoisted(() => ({
  listDeletedRooms: vi.fn<() => Promise<DeletedRoom[]>>(),
  undeleteRoom: vi.fn<(id: string) => Promise<Room>>(),
}));
vi.mock("@/net/api/rooms", () => server);

const HARBOUR: DeletedRoom = {
  id: "harbour",
  kind: "private",
  name: "Harbour",
  member_count: 3,
  deleted_at: "2026-01-01T10:00:00.000Z",
  delete_after: "2026-01-08T10:00:00.000Z",
};

beforeAll(async () => {
  await startI18n();
  await addWords("shell");
  await addWords("more");
});
beforeEach(() => {
  history.replaceState(null, "", "/rooms");
  resetRooms();
  queries.clear();
  useNotices.setState({ notices: [] });
  server.listDeletedRooms.mockReset();
  server.undeleteRoom.mockReset();
});
afterEach(cleanup);

test("ROOM33 who deleted nothing sees nothing", async () => {
  server.listDeletedRooms.mockResolvedValue([]);
  const { container } = render(<DeletedRooms />);
  await vi.waitFor(() => expect(queries.isFetching()).toBe(0));
  expect(container.textContent).toBe("");
});

test("ROOM33 a deleted room is listed with its deadline, and restoring it opens it", async () => {
  server.listDeletedRooms.mockResolvedValue([HARBOUR]);
  server.undeleteRoom.mockResolvedValue({ id: "harbour", name: "Harbour" } as Room);
  render(<DeletedRooms />);
  expect(await screen.findByText("Harbour")).toBeTruthy();
  expect(screen.getByText(/^can be restored until .*8/)).toBeTruthy();
  await userEvent.click(screen.getByRole("button", { name: "Restore Harbour" }));
  expect(server.undeleteRoom).toHaveBeenCalledWith("harbour");
  await vi.waitFor(() => expect(location.pathname).toBe("/r/harbour"));
  expect(roomOf("harbour")?.name).toBe("Harbour");
});

test("ROOM33 if it cannot be restored, a notice says why and the button works again", async () => {
  server.listDeletedRooms.mockResolvedValue([HARBOUR]);
  server.undeleteRoom.mockRejectedValue(new ApiError(422, "limit_reached", "you own 200 rooms"));
  render(<DeletedRooms />);
  const restore = await screen.findByRole("button", { name: "Restore Harbour" });
  await userEvent.click(restore);
  await vi.waitFor(() => expect(useNotices.getState().notices).toHaveLength(1));
  expect(restore.getAttribute("aria-busy")).not.toBe("true");
});
