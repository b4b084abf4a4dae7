// Removes hidden text from a message's source before it is cut, because afterwards the closing mark may be missing.

/** Placeholder for hidden text. */
export const HIDDEN = "▒▒▒";

/** A line break followed by a blank line. */
const PARAGRAPH_BREAK = /\n(?=\s*\n)\s*/;
/** Runs of exactly two bars. */
const MARKS = /(?<!\|)\|\|(?!\|)/g;

/**
 * The source without what it hides, by the same rule as the server (crates/protocol/src/text/excerpt.rs).
 *
 * Only the grammar can pair marks, and only in a whole message. So each paragraph loses everything from the first mark that
 * may open to the last one that may close, and a cut paragraph everything from the first one on.
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
