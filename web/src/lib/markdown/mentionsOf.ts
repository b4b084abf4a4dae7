// Mentions and links in a message's source, as the server finds them in the same text, and the number of hidden texts.
import type { Block, Inline } from "./grammar/ast";
import { Budget } from "./grammar/budget";
import { parse } from "./grammar/parse";

/** Names without the @, in lower case, including those beyond the budget, which are not shown as mentions. */
export function mentionsOf(source: string): Set<string> {
  return reading(parse(source, new Budget(Infinity))).mentions;
}

/** Number of hidden texts. */
export function spoilersIn(source: string): number {
  return reading(parse(source, new Budget(Infinity))).spoilers;
}

export interface Reading {
  mentions: Set<string>;
  links: Set<string>;
  spoilers: number;
}

export function reading(blocks: readonly Block[]): Reading {
  let spoilers = 0;
  const mentions = new Set<string>();
  const links = new Set<string>();
  const visit = (nodes: readonly Inline[]) => {
    for (const node of nodes) {
      if (node.kind === "mention") mentions.add(node.name);
      if (node.kind === "link") links.add(node.href);
      if (node.kind === "spoiler") spoilers += 1;
      if ("children" in node) visit(node.children);
    }
  };
  const walk = (block: Block): void => {
    switch (block.kind) {
      case "paragraph":
      case "heading":
        return visit(block.children);
      case "quote":
        return block.children.forEach(walk);
      case "list":
        return block.items.forEach((item) => item.children.forEach(walk));
      case "table":
        return [block.head, ...block.rows].forEach((row) => row.forEach(visit));
      case "code":
    }
  };
  blocks.forEach(walk);
  return { mentions, links, spoilers };
}
