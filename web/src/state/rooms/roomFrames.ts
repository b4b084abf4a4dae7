// Applies durable frames to the room list. Versions decide: a frame at or below the room's version is already applied.
// Counts are exact: where a frame alone does not determine them (a deletion above the mark, a mark from another device), a
// recount is requested instead of a guess.
import { UNREAD_MAX } from "@/lib/limits.gen";
import type { Message, ServerFrame } from "@/net/protocol.gen";
import { isBlocked } from "../people/blocks";
import { callsMe } from "../people/callsMe";
import { tombstone } from "../timeline/tombstone";
import { dropRoom, putRoom, roomOf, updateMembership, updateRoom } from "./rooms";

type RoomFrame =
  Extract<ServerFrame, { room_id: string; version: number }> extends infer F
    ? Exclude<F, { type: "ack" | "resync" }>
    : never;

/** Applies one durable frame. Returns whether the room's counts must be fetched. */
export function applyRoomFrame(frame: RoomFrame, me: string): boolean {
  const room = roomOf(frame.room_id);
  if (room === undefined) return false;
  // Also if a snapshot has the message already: frames come in order, so a later one says whether the room was closed again.
  if (frame.type === "message.created" && room.you?.closed === true)
    updateMembership(room.id, { closed: false });
  if (frame.version <= room.version) return false;
  const { version } = frame;
  switch (frame.type) {
    case "message.created":
      arrived(frame.room_id, version, frame.message, me);
      return false;
    case "message.updated":
      updateRoom(room.id, (old) => ({
        ...old,
        version,
        last_message: old.last_message?.id === frame.message.id ? frame.message : old.last_message,
      }));
      return false;
    case "message.deleted":
      updateRoom(room.id, (old) => ({
        ...old,
        version,
        last_message:
          old.last_message?.id === frame.message_id ? tombstone(old.last_message, frame) : old.last_message,
      }));
      return room.you !== null && frame.seq > room.you.last_read_seq && room.you.unread > 0;
    case "room.updated":
      putRoom({ ...frame.room, version });
      return false;
    case "member.joined":
    case "member.left": {
      const change = frame.type === "member.joined" ? 1 : -1;
      updateRoom(room.id, (old) => ({
        ...old,
        version,
        member_count: Math.max(0, old.member_count + change),
      }));
      return false;
    }
    case "member.updated":
      updateRoom(room.id, (old) => ({ ...old, version }));
      if (frame.member.user.id === me) {
        const { role, may_post = false } = frame.member;
        updateMembership(room.id, { role, may_post });
      }
      return false;
    case "reaction.added":
    case "reaction.removed":
      updateRoom(room.id, (old) => ({ ...old, version }));
      return false;
  }
}

/** Applies the user's own read mark from any device. Returns whether the room's counts must be fetched. */
export function applyOwnRead(roomId: string, seq: number): boolean {
  const room = roomOf(roomId);
  if (room?.you == null || room.you.last_read_seq === seq) return false;
  const all = seq >= room.last_seq;
  updateMembership(roomId, all ? { last_read_seq: seq, unread: 0, mentions: 0 } : { last_read_seq: seq });
  return !all;
}

export function leftRoom(frame: Extract<ServerFrame, { type: "room.left" }>): void {
  dropRoom(frame.room_id, frame.reason);
}

function arrived(roomId: string, version: number, message: Message, me: string): void {
  updateRoom(roomId, (old) => {
    const { id } = message.author;
    const counts = old.you !== null && id !== me && !isBlocked(id) && message.seq > old.you.last_read_seq;
    const named = counts && callsMe(message, me);
    return {
      ...old,
      version,
      last_seq: Math.max(old.last_seq, message.seq),
      last_message: message,
      you:
        old.you !== null && counts
          ? {
              ...old.you,
              unread: Math.min(UNREAD_MAX, old.you.unread + 1),
              mentions: Math.min(UNREAD_MAX, old.you.mentions + (named ? 1 : 0)),
            }
          : old.you,
    };
  });
}
