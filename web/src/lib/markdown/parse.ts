// Block grammar: fenced code, quotes, lists, headings, paragraphs. Chat, not documents: a line break is a line break, and
// what is not one of these is text.
import type { Block } from "./ast";
import { Budget, CODE_COST } from "./budget";
import { parseInline } from "./inline";

const DEPTH_MAX = 4;
const FENCE = /^ {0,3}(`{3,}|~{3,})(.*)$/;
const QUOTE = /^ {0,3}> ?/;
const ITEM = /^( *)([-*+]|\d{1,9}[.)]) +(?=\S)/;
const HEADING = /^#{1,6} +(?=\S)/;

export function parse(source: string): Block[] {
  return blocks(source.replaceAll("\r\n", "\n").split("\n"), new Budget(), 0);
}

function blocks(lines: string[], budget: Budget, depth: number): Block[] {
  const out: Block[] = [];
  let paragraph: string[] = [];
  const flush = () => {
    const text = paragraph.join("\n").trim();
    if (text !== "") out.push({ kind: "paragraph", children: parseInline(text, budget) });
    paragraph = [];
    budget.take(1);
  };
  let at = 0;
  while (at < lines.length) {
    const line = lines[at] ?? "";
    const fence = opening(line);
    if (budget.spent) {
      paragraph.push(...lines.slice(at));
      break;
    }
    if (fence !== null) {
      flush();
      budget.take(CODE_COST);
      const end = closing(lines, at + 1, fence.marks);
      out.push({ kind: "code", language: fence.language, text: lines.slice(at + 1, end).join("\n") });
      at = end + 1;
    } else if (QUOTE.test(line) && depth < DEPTH_MAX) {
      flush();
      let end = at;
      while (end < lines.length && QUOTE.test(lines[end] ?? "")) end += 1;
      out.push({
        kind: "quote",
        children: blocks(
          lines.slice(at, end).map((quoted) => quoted.replace(QUOTE, "")),
          budget,
          depth + 1,
        ),
      });
      at = end;
    } else if (ITEM.test(line) && depth < DEPTH_MAX) {
      flush();
      const list = takeList(lines, at, budget, depth);
      out.push(list.block);
      at = list.end;
    } else if (HEADING.test(line)) {
      flush();
      out.push({ kind: "heading", children: parseInline(line.replace(HEADING, "").trim(), budget) });
      at += 1;
    } else {
      if (line.trim() === "") flush();
      else paragraph.push(line);
      at += 1;
    }
  }
  flush();
  return out;
}

/** The marks and the language of a line that opens a fence; null: it opens none. */
function opening(line: string): { marks: string; language: string } | null {
  const [, marks = "", rest = ""] = FENCE.exec(line) ?? [];
  if (marks === "" || rest.includes("`")) return null;
  return { marks, language: (/^[\w+#.-]*/.exec(rest.trimStart())?.[0] ?? "").toLowerCase() };
}

/** The line that closes a fence, or the end: an open fence holds all that follows. */
function closing(lines: string[], from: number, fence: string): number {
  for (let at = from; at < lines.length; at += 1) {
    const line = (lines[at] ?? "").trim();
    if (line.startsWith(fence) && /^(`+|~+)$/.test(line)) return at;
  }
  return lines.length;
}

function takeList(
  lines: string[],
  from: number,
  budget: Budget,
  depth: number,
): { block: Block; end: number } {
  const first = ITEM.exec(lines[from] ?? "");
  const indent = first?.[1]?.length ?? 0;
  const ordered = /\d/.test(first?.[2] ?? "");
  const items: string[][] = [];
  let at = from;
  // Beyond the budget, further items are text: each would cost an element even with nothing in it.
  while (at < lines.length && !budget.spent) {
    const line = lines[at] ?? "";
    const item = ITEM.exec(line);
    const depthOf = item?.[1]?.length ?? 0;
    if (item !== null && depthOf <= indent + 1) {
      if (/\d/.test(item[2] ?? "") !== ordered || depthOf < indent) break;
      items.push([line.slice(item[0].length)]);
      budget.take(4);
    } else if (line.trim() === "") {
      // A blank line ends the list, unless it goes on behind it.
      if (ITEM.exec(lines[at + 1] ?? "") === null) break;
    } else if (/^ {2,}/.test(line)) {
      items.at(-1)?.push(line.slice(Math.min(line.search(/\S/), indent + 2)));
    } else break;
    at += 1;
  }
  return {
    block: {
      kind: "list",
      ordered,
      start: ordered ? Number.parseInt(first?.[2] ?? "1", 10) : 1,
      items: items.map((item) => blocks(item, budget, depth + 1)),
    },
    end: at,
  };
}
