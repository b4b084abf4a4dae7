// A message's source as one line of plain text, for quotes and previews: the marks go, the words stay.
import type { Inline } from "./ast";
import { parseInline } from "./inline";

const BLOCK_MARKS = /^[ \t]*(?:> ?|[-*+] |\d{1,9}[.)] |#{1,6} |`{3,}\S*|~{3,}\S*)/gm;

export function plainText(source: string): string {
  return words(parseInline(source.replaceAll(BLOCK_MARKS, " ")))
    .replaceAll(/\s+/g, " ")
    .trim();
}

function words(nodes: readonly Inline[]): string {
  return nodes
    .map((node) => {
      if (node.kind === "break") return " ";
      return "children" in node ? words(node.children) : node.text;
    })
    .join("");
}
