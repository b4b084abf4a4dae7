// What I may do in a room, by my place in it. The server decides; this only leaves out what it would refuse.
import { ROOM_MENTION_MAX } from "@/lib/limits.gen";
import type { Message, Room } from "@/net/protocol.gen";

type Place = Pick<Room, "kind" | "posting" | "you">;

export const moderates = (room: Place | undefined): boolean =>
  room?.you != null && room.you.role !== "member";

export const owns = (room: Place | undefined): boolean => room?.you?.role === "owner";

/** Any member of a public room, moderators of a private one. */
export const mayInvite = (room: Place | undefined): boolean =>
  room?.you != null && (room.kind === "public" || (room.kind === "private" && moderates(room)));

/** `@room` in a large room is plain text, unless a moderator writes it. */
export const mayCallEverybody = (room: Place & Pick<Room, "member_count">): boolean =>
  moderates(room) || room.member_count <= ROOM_MENTION_MAX;

export const mayPin = (room: Place | undefined): boolean =>
  room?.you != null && (room.kind === "direct" || moderates(room));

export const mayPost = (room: Place): boolean =>
  room.you !== null && (room.posting === "everyone" || moderates(room));

/** Who sees whom a message has not reached, and may remind them. */
export const maySeeReach = (room: Place | undefined, message: Pick<Message, "author">, me: string): boolean =>
  message.author.id === me || moderates(room);
