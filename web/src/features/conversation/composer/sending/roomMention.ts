// Whether a message mentions everybody in the room, and with what effect. The server decides; this check runs before sending, so
// that nobody notifies forty people by mistake.
import { mentionsOf } from "@/lib/markdown/mentionsOf";
import type { Room } from "@/net/protocol.gen";
import { mayCallEverybody } from "@/state/rooms/rights";

export type RoomMention = AskedMention | { kind: "none" };

/** A mention that the user confirms before sending. */
export type AskedMention =
  /** It would notify this many others. */
  | { kind: "notifies"; others: number }
  /** It would stay plain text, because only moderators may mention so large a room. */
  | { kind: "plain" };

export function roomMentionIn(body: string, room: Room): RoomMention {
  // In a direct room everybody is addressed anyway.
  if (room.kind === "direct") return { kind: "none" };
  if (!/@room/i.test(body) || !mentionsOf(body).has("room")) return { kind: "none" };
  if (!mayCallEverybody(room)) return { kind: "plain" };
  const others = room.member_count - 1;
  return others > 0 ? { kind: "notifies", others } : { kind: "none" };
}
