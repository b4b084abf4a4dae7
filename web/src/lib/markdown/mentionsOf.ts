// Who a message's source mentions and where it links to: what the server reads out of the same text. And how much it hides.
import type { Block, Inline } from "./grammar/ast";
import { Budget } from "./grammar/budget";
import { parse } from "./grammar/parse";

/** Names without the @, in lower case: all of them, also those too far into a message to be shown as mentions. */
export function mentionsOf(source: string): Set<string> {
  return reading(parse(source, new Budget(Infinity))).mentions;
}

/** How many pieces of text are hidden. */
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
