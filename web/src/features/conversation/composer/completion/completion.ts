// What is being completed at the caret: @name, #room or :shortcode, and what fits it. Pure; who and what there is is looked up
// elsewhere.
import { isWordStart } from "@/lib/markdown/grammar/characters";
import { mentionMayBegin } from "@/lib/markdown/grammar/mentions";
import { paths } from "@/lib/paths";

export interface Trigger {
  kind: "mention" | "room" | "emoji";
  /** Where the sign stands in the text. */
  from: number;
  /** What was typed after the sign, in lower case. */
  query: string;
}

/** Each sign completes where the grammar of messages would understand it. */
const SIGNS = [
  ["mention", /@([a-z0-9_.-]{0,32})$/i, mentionMayBegin],
  ["room", /(?<![#/])#([\p{L}\p{N}_.&-]{0,32})$/u, isWordStart],
  ["emoji", /:([\p{L}\p{N}_+-]{2,30})$/u, isWordStart],
] as const;

export function triggerAt(text: string, caret: number): Trigger | null {
  const before = text.slice(Math.max(0, caret - 40), caret);
  for (const [kind, pattern, mayBegin] of SIGNS) {
    const query = pattern.exec(before)?.[1];
    if (query === undefined) continue;
    const from = caret - query.length - 1;
    if (mayBegin(text, from)) return { kind, from, query: query.toLowerCase() };
  }
  return null;
}

export interface Suggestion {
  key: string;
  /** What stands in the text when it is accepted. */
  insert: string;
  label: string;
  detail: string;
  /** An emoji to show in front, or whose picture, and whether it is a room's. */
  emoji?: string;
  picture?: { id: string; name: string; url: string | null; shape: "circle" | "square" };
}

/** Somebody or something that can be named: a person by a username, a room by its name alone. */
export interface Named {
  id: string;
  /** In lower case, as it is typed; empty for a room. */
  sign: string;
  name: string;
  url: string | null;
}

/** Of all that could be named, what fits, the best first; of what fits alike, in the order given. */
export function fitting(all: Iterable<Named>, query: string, limit: number): Named[] {
  return [...all]
    .map((one) => ({ one, rank: rankOf(one, query) }))
    .filter(({ rank }) => rank < Infinity)
    .toSorted((a, b) => a.rank - b.rank)
    .slice(0, limit)
    .map(({ one }) => one);
}

/** Beginnings before words before letters in order; Infinity: it does not fit. */
function rankOf({ sign, name }: Named, query: string): number {
  const low = name.toLowerCase();
  const typed = sign === "" ? low : sign;
  if (typed.startsWith(query)) return 0;
  if (low.split(/\s+/).some((word) => word.startsWith(query))) return 1;
  if (typed.includes(query) || low.includes(query)) return 2;
  let at = 0;
  for (const character of typed) if (character === query[at]) at += 1;
  return at === query.length ? 3 : Infinity;
}

/** A link to a room, as the message's source has it: whoever may not see the room sees what was written, and no more. */
export const roomLink = (room: Named): string =>
  `[#${room.name.replaceAll(/[\\`*_~|<[\]@:]/g, "\\$&")}](${location.origin}${paths.room(room.id)})`;
