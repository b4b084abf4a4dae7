// A message's source as one line of plain text, for quotes, the room list and what is read aloud: the marks go, the words stay.
import { HIDDEN, withoutSpoilers } from "./spoilers";
import type { Block, Inline } from "./grammar/ast";
import { parse } from "./grammar/parse";

/** Characters that are read; one line shows no more. */
const SOURCE_MAX = 600;

export function plainText(source: string): string {
  // Do not split a surrogate pair.
  const beginning = source.slice(0, SOURCE_MAX).replace(/[\uD800-\uDBFF]$/, "");
  return plain(source.length > SOURCE_MAX ? withoutSpoilers(beginning, true) : source);
}

/** Plain text of an excerpt, which is a single line, so that fences in it do not start code. */
export function plainExcerpt(excerpt: string): string {
  return plain(excerpt.replaceAll(/(?<!\S)~{3,}\S*/g, ""));
}

const plain = (source: string): string => parse(source).map(wordsOf).join(" ").replaceAll(/\s+/g, " ").trim();

function wordsOf(block: Block): string {
  switch (block.kind) {
    case "paragraph":
    case "heading":
      return words(block.children);
    case "code":
      return block.text;
    case "quote":
      return block.children.map(wordsOf).join(" ");
    case "list":
      return block.items
        .map(({ number, children }) => {
          const text = children.map(wordsOf).join(" ");
          return block.mark === "" ? text : `${number}${block.mark} ${text}`;
        })
        .join(" ");
    case "table":
      return [block.head, ...block.rows].map((row) => row.map(words).join(" ")).join(" ");
  }
}

function words(nodes: readonly Inline[]): string {
  return nodes
    .map((node) => {
      if (node.kind === "break") return " ";
      // Hidden text stays hidden.
      if (node.kind === "spoiler") return HIDDEN;
      return "children" in node ? words(node.children) : node.text;
    })
    .join("");
}
