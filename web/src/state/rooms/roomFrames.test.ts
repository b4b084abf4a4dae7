// How frames change the room list: versions decide, counts are exact or fetched, the order follows activity.
import { beforeEach, describe, expect, it } from "vitest";
import type { Message, RoomSummary, ServerFrame } from "@/net/protocol.gen";
import { forgetBlocks, heardOfBlocks } from "../people/blockList";
import { applyOwnRead, applyRoomFrame } from "./roomFrames";
import { dropRoom, replaceRooms, resetRooms, roomOf, useRooms } from "./rooms";

const author = (id: string) => ({ id, username: id, display_name: id, avatar_url: null });

const message = (seq: number, by: string, version: number, more: Partial<Message> = {}): Message => ({
  id: `m${seq}`,
  room_id: "r1",
  seq,
  version,
  author: author(by),
  body: `message ${seq}`,
  created_at: new Date(1_700_000_000_000 + seq * 1000).toISOString(),
  edited_at: null,
  deleted_at: null,
  pinned_at: null,
  reply_to: null,
  attachments: [],
  reactions: [],
  mentions: [],
  mentions_room: false,
  previews: [],
  ...more,
});

const room = (id: string, last_message: Message | null = null): RoomSummary => ({
  id,
  kind: "public",
  name: id,
  description: "",
  avatar_url: null,
  created_by: "ana",
  created_at: "2023-01-01T00:00:00.000Z",
  version: 10,
  last_seq: 5,
  member_count: 2,
  posting: "everyone",
  you: {
    role: "member",
    joined_at: `2023-01-0${id.slice(1)}T00:00:00.000Z`,
    last_read_seq: 5,
    unread: 0,
    mentions: 0,
    notify: "all",
  },
  last_message,
});

const created = (seq: number, by: string, version: number, more?: Partial<Message>) =>
  ({
    type: "message.created",
    room_id: "r1",
    version,
    message: message(seq, by, version, more),
  }) satisfies ServerFrame;

describe("the room list", () => {
  beforeEach(() => {
    resetRooms();
    replaceRooms([room("r1"), room("r2")]);
  });

  it("counts others' messages and mentions, never mine, and stops at 100", () => {
    applyRoomFrame(created(6, "bo", 11), "ana");
    applyRoomFrame(created(7, "ana", 12), "ana");
    applyRoomFrame(created(8, "bo", 13, { mentions: ["ana"] }), "ana");
    expect(roomOf("r1")?.you).toMatchObject({ unread: 2, mentions: 1 });
    for (let n = 0; n < 200; n += 1) applyRoomFrame(created(9 + n, "bo", 14 + n), "ana");
    expect(roomOf("r1")?.you?.unread).toBe(100);
    expect(roomOf("r1")?.last_seq).toBe(208);
  });

  it("UI91 counts neither messages nor mentions of blocked people", () => {
    heardOfBlocks(["bo"]);
    applyRoomFrame(created(6, "bo", 11, { mentions: ["ana"] }), "ana");
    applyRoomFrame(created(7, "cy", 12), "ana");
    expect(roomOf("r1")?.you).toMatchObject({ unread: 1, mentions: 0 });
    expect(roomOf("r1")?.version).toBe(12);
    forgetBlocks();
  });

  it("ignores frames at or below its version", () => {
    applyRoomFrame(created(6, "bo", 11), "ana");
    applyRoomFrame(created(6, "bo", 11), "ana");
    expect(applyRoomFrame(created(5, "bo", 10), "ana")).toBe(false);
    expect(roomOf("r1")?.you?.unread).toBe(1);
  });

  it("orders by activity and keeps the same array while the order does not change", () => {
    expect(useRooms.getState().order).toEqual(["r2", "r1"]);
    applyRoomFrame(created(6, "bo", 11), "ana");
    const order = useRooms.getState().order;
    expect(order).toEqual(["r1", "r2"]);
    applyRoomFrame(created(7, "bo", 12), "ana");
    expect(useRooms.getState().order).toBe(order);
  });

  it("requests a recount when a deleted message may have been unread, and shows a tombstone", () => {
    applyRoomFrame(created(6, "bo", 11), "ana");
    const deleted = {
      type: "message.deleted",
      room_id: "r1",
      version: 12,
      message_id: "m6",
      seq: 6,
      deleted_at: "2024-01-01T00:00:00.000Z",
    } satisfies ServerFrame;
    expect(applyRoomFrame(deleted, "ana")).toBe(true);
    expect(roomOf("r1")?.last_message).toMatchObject({
      body: "",
      version: 12,
      deleted_at: "2024-01-01T00:00:00.000Z",
    });
    expect(applyRoomFrame({ ...deleted, version: 13, seq: 3, message_id: "m3" }, "ana")).toBe(false);
  });

  it("clears the counts when another device marks all read, and requests a recount when its mark is lower", () => {
    applyRoomFrame(created(6, "bo", 11), "ana");
    applyRoomFrame(created(7, "bo", 12), "ana");
    expect(applyOwnRead("r1", 6)).toBe(true);
    expect(applyOwnRead("r1", 7)).toBe(false);
    expect(roomOf("r1")?.you).toMatchObject({ last_read_seq: 7, unread: 0 });
  });

  it("follows members, roles and settings, and keeps my membership when a frame has none", () => {
    const member = { user: author("cleo"), role: "member" as const, joined_at: "2024-01-01T00:00:00.000Z" };
    applyRoomFrame({ type: "member.joined", room_id: "r1", version: 11, member }, "ana");
    applyRoomFrame(
      {
        type: "member.updated",
        room_id: "r1",
        version: 12,
        member: { ...member, user: author("ana"), role: "owner" },
      },
      "ana",
    );
    const { last_message: _none, ...settings } = room("r1");
    applyRoomFrame(
      {
        type: "room.updated",
        room_id: "r1",
        version: 13,
        room: { ...settings, name: "New", member_count: 3, you: null },
      },
      "ana",
    );
    expect(roomOf("r1")).toMatchObject({ name: "New", member_count: 3, version: 13, you: { role: "owner" } });
  });

  it("remembers why a room is gone until it is back", () => {
    dropRoom("r1", "removed");
    expect(useRooms.getState()).toMatchObject({
      order: ["r2"],
      lost: { r1: { name: "r1", reason: "removed" } },
    });
    const told = useRooms.getState().lost["r1"];
    dropRoom("r1", "removed");
    expect(useRooms.getState().lost["r1"]).toBe(told);
    expect(applyRoomFrame(created(6, "bo", 11), "ana")).toBe(false);
  });
});
