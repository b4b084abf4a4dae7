// Prints a tree on one line, for compact expectations.
import type { Block, Inline } from "./grammar/ast";

export const shape = (blocks: readonly Block[]): string => blocks.map(blockShape).join(" ¶ ");

function blockShape(block: Block): string {
  switch (block.kind) {
    case "paragraph":
      return inlineShape(block.children);
    case "heading":
      return `[h${block.level} ${inlineShape(block.children)}]`;
    case "code":
      return `[code ${block.language}|${block.text}]`;
    case "quote":
      return `[quote ${shape(block.children)}]`;
    case "list":
      return `[${block.mark === "" ? "ul" : `ol${block.mark}`} ${block.items
        .map(({ number, checked, children }) => {
          const box = checked === null ? "" : checked ? "☑ " : "☐ ";
          return `${number === "" ? "" : `${number}: `}${box}${shape(children)}`;
        })
        .join(" ; ")}]`;
    case "table":
      return `[table ${block.align.map((align) => align ?? "-").join(",")} ${[block.head, ...block.rows]
        .map((row) => row.map(inlineShape).join(" | "))
        .join(" / ")}]`;
  }
}

export function inlineShape(nodes: readonly Inline[]): string {
  return nodes
    .map((node) => {
      switch (node.kind) {
        case "text":
          return node.text;
        case "break":
          return "↵";
        case "code":
          return `<code ${node.text}>`;
        case "mention":
          return `<@${node.name}>`;
        case "link": {
          const words = inlineShape(node.children);
          const shown = words === node.href ? "" : ` ${words}`;
          return `<a ${node.href}${shown}${node.title === "" ? "" : ` "${node.title}"`}${node.host === "" ? "" : ` →${node.host}`}>`;
        }
        default:
          return `<${node.kind} ${inlineShape(node.children)}>`;
      }
    })
    .join("");
}
