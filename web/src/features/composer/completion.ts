// What is being completed at the caret: @name or :shortcode. Pure; who and what matches is looked up elsewhere.

export interface Trigger {
  kind: "mention" | "emoji";
  /** Where the sign stands in the text. */
  from: number;
  /** What was typed after the sign, in lower case. */
  query: string;
}

const MENTION = /(?:^|[\s([{"'*_~])@([a-z0-9_.-]{0,32})$/i;
const EMOJI = /(?:^|[\s([{"'*_~]):([a-z0-9_+-]{2,30})$/i;

export function triggerAt(text: string, caret: number): Trigger | null {
  const before = text.slice(Math.max(0, caret - 40), caret);
  for (const [kind, pattern] of [
    ["mention", MENTION],
    ["emoji", EMOJI],
  ] as const) {
    const query = pattern.exec(before)?.[1];
    if (query !== undefined) return { kind, from: caret - query.length - 1, query: query.toLowerCase() };
  }
  return null;
}

export interface Suggestion {
  key: string;
  /** What stands in the text when it is accepted. */
  insert: string;
  label: string;
  detail: string;
  /** An emoji to show in front, or a person's id for the avatar. */
  emoji?: string;
  user?: { id: string; name: string; url: string | null };
}
