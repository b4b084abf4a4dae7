// Direct rooms in the lists: in an order of their own, left out while they are closed, and opened by whoever writes.
import { beforeEach, describe, expect, it, vi } from "vitest";
import { ApiError } from "@/net/http";
import type { Message, Room, RoomKind, RoomSummary, ServerFrame } from "@/net/protocol.gen";
import { useWriting } from "../conversation/writing";
import { levelOf } from "../notifications/notifyLevel";
import { openDialog, useDialogs } from "../shell/dialogs";
import { closeDirect } from "./closeDirect";
import { openDirect } from "./openDirect";
import { putRoom, replaceRooms, resetRooms, roomOf, updatePerson, useRooms } from "./rooms";
import { roomsSync } from "./roomsSync";

const server = vi.hoisted(() => ({
  startDirect: vi.fn<(ids: readonly string[]) => Promise<unknown>>(),
  setClosed: vi.fn<(id: string, closed: boolean) => Promise<unknown>>(),
}));
vi.mock("@/net/api/rooms", async (original) => ({ ...(await original<object>()), ...server }));

const person = (id: string) => ({ id, username: id, display_name: id, avatar_url: null });

function room(id: string, kind: RoomKind, at: number, closed = false): RoomSummary {
  return {
    id,
    kind,
    name: kind === "direct" ? "" : id,
    description: "",
    avatar_url: null,
    created_by: "ana",
    created_at: "2023-01-01T00:00:00.000Z",
    version: 10,
    last_seq: 0,
    member_count: 2,
    posting: "everyone",
    ...(kind === "direct" ? { people: [person("ana"), person("bo")] } : {}),
    you: {
      role: "member",
      joined_at: `2023-01-0${at}T00:00:00.000Z`,
      last_read_seq: 0,
      unread: 0,
      mentions: 0,
      notify: "all",
      ...(closed ? { closed } : {}),
    },
    last_message: null,
  };
}

const written = (room_id: string, by: string, version = 11): ServerFrame => ({
  type: "message.created",
  room_id,
  version,
  message: {
    id: "m1",
    room_id,
    seq: 1,
    version,
    author: person(by),
    body: "hello",
    created_at: "2024-01-01T00:00:00.000Z",
    mentions: [] as string[],
  } as Message,
});
const frame = (one: ServerFrame) => roomsSync.frame(one as Parameters<typeof roomsSync.frame>[0]);
const settings = (closed: boolean): ServerFrame => ({
  type: "membership.updated",
  room_id: "d1",
  notify: "none",
  closed,
  favourite: false,
});
const lists = () => {
  const { order, rooms, direct } = useRooms.getState();
  return { order: order.join(" "), rooms: rooms.join(" "), direct: direct.join(" ") };
};

beforeEach(() => {
  resetRooms();
  roomsSync.reset();
  server.startDirect.mockReset();
  server.setClosed.mockReset().mockResolvedValue({});
  useWriting.setState({ roomId: null });
  history.replaceState(null, "", "/");
  replaceRooms([
    room("r1", "public", 1),
    room("d1", "direct", 2),
    room("r2", "private", 3),
    room("d2", "direct", 4),
    room("d3", "direct", 5, true),
  ]);
});

describe("UI79 the lists", () => {
  it("have rooms and direct rooms apart, the most recently active first, without closed ones", () => {
    expect(lists()).toEqual({ order: "d2 r2 d1 r1", rooms: "r2 r1", direct: "d2 d1" });
    expect(roomOf("d3")).toBeDefined();
  });

  it("change one order without touching the other", () => {
    const { rooms } = useRooms.getState();
    frame(written("d1", "bo"));
    expect(lists().direct).toBe("d1 d2");
    expect(useRooms.getState().rooms).toBe(rooms);
  });

  it("get a closed room back when somebody writes in it, the user included", () => {
    frame(written("d3", "bo"));
    expect(lists().direct).toBe("d3 d2 d1");
    expect(roomOf("d3")?.you).toMatchObject({ closed: false, unread: 1 });
    frame(settings(true));
    expect(lists().direct).toBe("d3 d2");
    frame(written("d1", "ana"));
    expect(roomOf("d1")?.you).toMatchObject({ closed: false });
  });

  it("get it back even if a snapshot has the message already", () => {
    frame(settings(true));
    frame(written("d1", "bo", 10));
    expect(lists().direct).toBe("d2 d1");
  });

  it("do not show a room in which nobody has written yet", () => {
    frame({ type: "room.joined", room: room("d4", "direct", 9, true) as Room });
    expect(lists().direct).toBe("d2 d1");
    frame(written("d4", "bo"));
    expect(lists().direct).toBe("d4 d2 d1");
  });
});

it("UI79 the user's settings follow another device", () => {
  frame(settings(true));
  expect(roomOf("d1")?.you).toMatchObject({ notify: "none", closed: true });
  frame(settings(false));
  expect(lists().direct).toBe("d2 d1");
});

it("UI78 a changed profile reaches the rooms it is in, and a frame without people keeps them", () => {
  const untouched = roomOf("r1");
  updatePerson({ ...person("bo"), display_name: "Bo Lind" });
  expect(roomOf("d2")?.people?.[1]?.display_name).toBe("Bo Lind");
  expect(roomOf("r1")).toBe(untouched);
  const { people: _none, last_message: _last, ...bare } = room("d2", "direct", 4);
  putRoom(bare);
  expect(roomOf("d2")?.people?.[1]?.display_name).toBe("Bo Lind");
});

it("UI83 every message of a direct room is for the user, so the level for mentions means all", () => {
  const at = (kind: RoomKind) =>
    levelOf({ kind, you: { ...room("x", kind, 1).you, notify: "mentions" } as never });
  expect([at("direct"), at("private")]).toEqual(["all", "mentions"]);
});

describe("UI82 closing", () => {
  it("leaves the room at once, and lists it again if the server refuses", async () => {
    history.replaceState(null, "", "/r/d1");
    server.setClosed.mockRejectedValue(new ApiError(0, "network", "no answer"));
    const closing = closeDirect("d1");
    expect(lists().direct).toBe("d2");
    expect(location.pathname).toBe("/");
    await expect(closing).rejects.toThrow("no answer");
    expect(lists().direct).toBe("d2 d1");
  });

  it("stays where the user is, in another room", async () => {
    history.replaceState(null, "", "/r/r1");
    await closeDirect("d1");
    expect(server.setClosed).toHaveBeenCalledWith("d1", true);
    expect(location.pathname).toBe("/r/r1");
  });
});

describe("UI80 opening", () => {
  it("lists the room, shows it, and asks for the focus in its message box", async () => {
    openDialog({ name: "palette" });
    const { last_message: _none, ...answer } = room("d3", "direct", 5);
    server.startDirect.mockResolvedValue(answer);
    await openDirect(["bo"]);
    expect(server.startDirect).toHaveBeenCalledWith(["bo"]);
    expect(roomOf("d3")?.you?.closed).toBeUndefined();
    expect(lists().direct).toBe("d3 d2 d1");
    expect(location.pathname).toBe("/r/d3");
    expect(useWriting.getState().roomId).toBe("d3");
    expect(useDialogs.getState().open).toBeNull();
  });

  it("keeps what frames said meanwhile", async () => {
    const { last_message: _none, ...answer } = room("d1", "direct", 2);
    server.startDirect.mockImplementation(() => {
      frame(written("d1", "bo"));
      return Promise.resolve(answer);
    });
    await openDirect(["bo"]);
    expect(roomOf("d1")).toMatchObject({ version: 11, you: { unread: 1 } });
  });

  it("stays on the page if the server refuses", async () => {
    server.startDirect.mockRejectedValue(new ApiError(403, "cannot_message", "no"));
    await expect(openDirect(["bo"])).rejects.toThrow("no");
    expect(location.pathname).toBe("/");
    expect(useWriting.getState().roomId).toBeNull();
  });
});
