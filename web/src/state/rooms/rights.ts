// What the user may do in a room, by role. The server decides; this only hides what it would refuse.
import { HERE_ROOM_MAX, ROOM_MENTION_MAX } from "@/lib/limits.gen";
import type { Message, Room } from "@/net/protocol.gen";

export type Place = Pick<Room, "kind" | "posting" | "archived" | "you">;

export const moderates = (room: Place | undefined): boolean =>
  room?.you != null && room.you.role !== "member";

export const owns = (room: Place | undefined): boolean => room?.you?.role === "owner";

/** Allowed to every member of a public room, and to moderators of a private one. */
export const mayInvite = (room: Place | undefined): boolean =>
  room?.you != null && (room.kind === "public" || (room.kind === "private" && moderates(room)));

/** Whether `@room` works: in a large room it is plain text unless a moderator writes it. */
export const mayCallEverybody = (room: Place & Pick<Room, "member_count">): boolean =>
  moderates(room) || room.member_count <= ROOM_MENTION_MAX;

/** Whether `@here` works: where `@room` does, unless the room is too large to show who is active. */
export const mayCallActive = (room: Place & Pick<Room, "member_count">): boolean =>
  mayCallEverybody(room) && room.member_count <= HERE_ROOM_MAX;

export const mayPin = (room: Place | undefined): boolean =>
  room?.you != null && room.archived !== true && (room.kind === "direct" || moderates(room));

/** In an archived room nobody reacts. */
export const mayReact = (room: Place | undefined): boolean => room?.you != null && room.archived !== true;

export const mayPost = (room: Place): boolean =>
  room.you !== null &&
  room.archived !== true &&
  (room.posting === "everyone" || room.you.may_post === true || moderates(room));

/** Whether plain members post only if they were named. */
export const isRestricted = (room: Pick<Room, "posting"> | undefined): boolean =>
  room?.posting === "moderators";

/** Seconds between two messages of the user in slow mode; 0 if they need not wait. */
export const pauseOf = (room: Place & Pick<Room, "slow_mode_seconds">): number =>
  moderates(room) ? 0 : (room.slow_mode_seconds ?? 0);

/** Whether the user may see who has not seen a message, and remind them: its author and moderators. */
export const maySeeReach = (room: Place | undefined, message: Pick<Message, "author">, me: string): boolean =>
  message.author.id === me || moderates(room);
