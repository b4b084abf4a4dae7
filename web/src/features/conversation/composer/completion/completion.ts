// Finds the @name, #room or :shortcode to complete at the caret, and ranks candidates. Pure; lookUp.ts finds the candidates.
import { isWordStart } from "@/lib/markdown/grammar/characters";
import { mentionMayBegin, NAME_CHARACTER, NAME_MAX } from "@/lib/markdown/grammar/mentions";
import { paths } from "@/lib/paths";

export interface Trigger {
  kind: "mention" | "room" | "emoji";
  /** Index of the sign in the text. */
  from: number;
  /** Text typed after the sign, in lower case. */
  query: string;
}

/** Each sign triggers only where the message grammar would recognise it. */
const SIGNS = [
  ["mention", new RegExp(`@(${NAME_CHARACTER}{0,${NAME_MAX}})$`, "i"), mentionMayBegin],
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
  /** Text to insert when it is accepted. */
  insert: string;
  label: string;
  detail: string;
  /** Emoji or picture to show before the label. */
  emoji?: string;
  picture?: { id: string; name: string; url: string | null; shape: "circle" | "square" };
}

/** A candidate: a person or a group with a sign, or a room with only a name. */
export interface Named {
  id: string;
  /** Username or handle in lower case; empty for a room. */
  sign: string;
  name: string;
  url: string | null;
  /** Whether it is a group. */
  group?: true;
}

/** The matching candidates, best first; equal ones keep their order. */
export function fitting(all: Iterable<Named>, query: string, limit: number): Named[] {
  return [...all]
    .map((one) => ({ one, rank: rankOf(one, query) }))
    .filter(({ rank }) => rank < Infinity)
    .toSorted((a, b) => a.rank - b.rank)
    .slice(0, limit)
    .map(({ one }) => one);
}

/** Rank of a match, lower is better: start, word, anywhere, letters in order. Infinity if nothing matches. */
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

/** Markdown link to a room. People who cannot see the room see only the link's text. */
export const roomLink = (room: Named): string =>
  `[#${room.name.replaceAll(/[\\`*_~|<[\]@:]/g, "\\$&")}](${location.origin}${paths.room(room.id)})`;
