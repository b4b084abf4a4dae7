// Whether a message mentions everybody in the room, or everybody who is active, and with what effect. The server decides; this
// check runs before sending, so that nobody notifies forty people by mistake.
import { mentionsOf } from "@/lib/markdown/mentionsOf";
import type { Room } from "@/net/protocol.gen";
import { mayCallActive, mayCallEverybody } from "@/state/rooms/rights";

export type RoomMention = AskedMention | { kind: "none" };

/** A mention that the user confirms before sending. */
export type AskedMention =
  /** It would notify this many others. */
  | { kind: "notifies"; others: number }
  /** It would notify everybody who is active; only the server knows who that is. */
  | { kind: "notifies_active" }
  /** It would stay plain text, because only moderators may mention so large a room. */
  | { kind: "plain" }
  /** `@here` would stay plain text, for the same reason or because the room does not show who is active. */
  | { kind: "plain_active" };

const NONE = { kind: "none" } as const;

/** @param isEdit whether the body replaces an earlier one: an edit calls nobody with `@here`. */
export function roomMentionIn(body: string, room: Room, isEdit: boolean): RoomMention {
  // In a direct room everybody is addressed anyway.
  if (room.kind === "direct" || !/@(room|here)/i.test(body)) return NONE;
  const others = room.member_count - 1;
  const names = mentionsOf(body);
  if (names.has("room") && mayCallEverybody(room)) return others > 0 ? { kind: "notifies", others } : NONE;
  const here = !isEdit && names.has("here") ? active(room) : NONE;
  return here.kind !== "notifies_active" && names.has("room") ? { kind: "plain" } : here;
}

function active(room: Room): RoomMention {
  if (!mayCallActive(room)) return { kind: "plain_active" };
  return room.member_count > 1 ? { kind: "notifies_active" } : NONE;
}
