// The beginning of a message as quotes show it, cut the way the server does (crates/protocol/src/text/excerpt.rs).
import { EXCERPT_CHARS } from "@/lib/limits.gen";
import { withoutSpoilers } from "./markdown/spoilers";

/** Characters of a body that are read. */
const SOURCE_MAX = 400;
const SPACE = /^\s+$/;

let clusters: Intl.Segmenter | null = null;

/** At most 140 characters on one line, with hidden text hidden. */
export function excerptOf(body: string): string {
  const source = Array.from(body.slice(0, 2 * SOURCE_MAX)).slice(0, SOURCE_MAX);
  // A body as long as the limit may continue beyond it.
  return lineOf(withoutSpoilers(source.join(""), source.length === SOURCE_MAX), EXCERPT_CHARS);
}

/** The beginning of a text on one line, at most `most` characters; grapheme clusters are kept whole or left out. */
export function lineOf(text: string, most: number): string {
  clusters ??= new Intl.Segmenter(undefined, { granularity: "grapheme" });
  let line = "";
  let count = 0;
  let space = false;
  for (const { segment } of clusters.segment(text)) {
    if (SPACE.test(segment)) {
      space = count > 0;
      continue;
    }
    const more = Array.from(segment).length + (space ? 1 : 0);
    if (count + more > most) break;
    line += space ? ` ${segment}` : segment;
    count += more;
    space = false;
  }
  return line;
}
