// Hidden text in the source of a message, before the source is cut: behind the cut nobody knows what was hidden.

/** What is shown in place of hidden text. */
export const HIDDEN = "▒▒▒";

/** A line break before a line of nothing but white space. */
const PARAGRAPH_BREAK = /\n(?=\s*\n)\s*/;
/** Rows of exactly two bars. */
const MARKS = /(?<!\|)\|\|(?!\|)/g;

/**
 * The source without what it hides, by the same rule as the server (crates/protocol/src/text/excerpt.rs).
 *
 * Which marks pair is for the grammar to say, and only of a whole message; so in each paragraph everything goes from the first
 * mark that may open to the last one that may close, and in a paragraph that is cut, everything behind the first one.
 */
export function withoutSpoilers(source: string, isCut: boolean): string {
  const paragraphs = source.split(PARAGRAPH_BREAK);
  return paragraphs
    .map((paragraph, index) => hide(paragraph, isCut && index === paragraphs.length - 1))
    .join("\n\n");
}

function hide(paragraph: string, isCut: boolean): string {
  const marks = [...paragraph.matchAll(MARKS)].map(({ index }) => index);
  const from = marks.find((at) => /^\S/.test(paragraph.slice(at + 2)));
  if (from === undefined) return paragraph;
  const closing = marks.findLast((at) => at > from && /\S$/.test(paragraph.slice(0, at)));
  const to = isCut ? paragraph.length : closing === undefined ? null : closing + 2;
  return to === null ? paragraph : paragraph.slice(0, from) + HIDDEN + paragraph.slice(to);
}
