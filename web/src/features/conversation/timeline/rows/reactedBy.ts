// Who reacted with an emoji: the names known here, and a number for the others, blocked people among them.
import type { TFunction } from "i18next";
import type { Reaction } from "@/net/protocol.gen";
import { isBlocked } from "@/state/people/blocks";
import { labelOf } from "@/state/people/names";

export function reactedBy(t: TFunction, reaction: Reaction): string {
  const known = reaction.user_ids.flatMap((id) => (isBlocked(id) ? [] : (labelOf(id) ?? [])));
  const more = reaction.count - known.length;
  return [...known, ...(more > 0 ? [t("timeline.others", { count: more })] : [])].join(", ");
}
