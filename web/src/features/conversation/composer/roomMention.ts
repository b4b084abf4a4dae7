// Whether a message calls everybody in the room, and what that would do. The server decides in the end; this is asked before
// sending, so that nobody wakes forty people by mistake.
import { mentionsOf } from "@/lib/markdown/mentionsOf";
import type { Room } from "@/net/protocol.gen";
import { mayCallEverybody } from "@/state/rooms/rights";

export type RoomMention =
  | { kind: "none" }
  /** It would notify so many others. */
  | { kind: "notifies"; others: number }
  /** It would stay plain text: the room is too large for anybody but its moderators. */
  | { kind: "plain" };

export function roomMentionIn(body: string, room: Room): RoomMention {
  if (!/@room/i.test(body) || !mentionsOf(body).has("room")) return { kind: "none" };
  if (!mayCallEverybody(room)) return { kind: "plain" };
  const others = room.member_count - 1;
  return others > 0 ? { kind: "notifies", others } : { kind: "none" };
}
