// Block grammar: fenced code, quotes, lists, tables, headings, paragraphs. Made for chat, not documents: line breaks are kept,
// and anything else is text. The server has the same grammar (crates/protocol/src/text/grammar), and both run one table of
// texts, crates/protocol/golden/texts.json.
import type { Block, ListItem } from "./ast";
import { Budget, CODE_COST } from "./budget";
import { fenceAt } from "./fences";
import { parseInline } from "./inline";
import { tableAt } from "./tables";

const DEPTH_MAX = 4;
export const QUOTE = /^ {0,3}> /;
const QUOTE_ON = /^ {0,3}>(?: |$)/;
/** Indentation and mark of a list item, up to its text. */
export const ITEM = /^( *)([-*+]|\d{1,3}[.)]) +(?=\S)/;
const TASK = /^\[([ xX])\] +(?=\S)/;
const HEADING = /^(#{1,6}) +(?=\S)/;
/** A backslash that prevents a line from starting a block. */
const KEPT = /^( {0,3}(?:\d{1,3})?)\\(?=[-*+>#`~.)])/;

export function parse(source: string, budget = new Budget()): Block[] {
  return blocks(source.replaceAll("\r\n", "\n").split("\n"), budget, 0);
}

function blocks(lines: string[], budget: Budget, depth: number): Block[] {
  const out: Block[] = [];
  let paragraph: string[] = [];
  const flush = () => {
    const text = paragraph.join("\n").trim();
    paragraph = [];
    if (text === "") return;
    budget.take(1);
    out.push({ kind: "paragraph", children: parseInline(text, budget) });
  };
  let at = 0;
  while (at < lines.length) {
    if (budget.spent) {
      paragraph.push(...lines.slice(at));
      break;
    }
    const line = lines[at] ?? "";
    const fence = fenceAt(lines, at);
    const table = fence === null ? tableAt(lines, at, budget) : null;
    const heading = HEADING.exec(line);
    if (fence !== null && "skip" in fence) {
      paragraph.push(...lines.slice(at, at + fence.skip));
      at += fence.skip;
    } else if (fence !== null) {
      flush();
      budget.take(CODE_COST);
      out.push({ kind: "code", language: fence.language, text: fence.text });
      if (fence.after !== "") paragraph.push(fence.after);
      at = fence.end;
    } else if (table !== null) {
      flush();
      const cell = (text: string) => {
        budget.take(1);
        return parseInline(text, budget);
      };
      out.push({
        kind: "table",
        align: table.align,
        head: table.head.map(cell),
        rows: table.rows.map((row) => row.map(cell)),
      });
      at = table.end;
    } else if (QUOTE.test(line) && depth < DEPTH_MAX) {
      flush();
      let end = at;
      while (end < lines.length && QUOTE_ON.test(lines[end] ?? "")) end += 1;
      const children = blocks(
        lines.slice(at, end).map((quoted) => quoted.replace(/^ {0,3}> ?/, "")),
        budget,
        depth + 1,
      );
      if (children.length > 0) out.push({ kind: "quote", children });
      else paragraph.push(...lines.slice(at, end));
      at = end;
    } else if (ITEM.test(line) && depth < DEPTH_MAX) {
      flush();
      const list = takeList(lines, at, budget, depth);
      out.push(list.block);
      at = list.end;
    } else if (heading !== null) {
      flush();
      budget.take(1);
      const text = line.slice(heading[0].length).trim();
      out.push({ kind: "heading", level: (heading[1] ?? "#").length, children: parseInline(text, budget) });
      at += 1;
    } else {
      if (line.trim() === "") flush();
      else paragraph.push(begins(line.replace(KEPT, "$1")) ? line.replace(KEPT, "$1") : line);
      at += 1;
    }
  }
  flush();
  return out;
}

/** Whether the line by itself would begin a block. */
function begins(line: string): boolean {
  return QUOTE.test(line) || ITEM.test(line) || HEADING.test(line) || /^ {0,3}(?:`{3}|~{3})/.test(line);
}

interface Item {
  number: string;
  /** Indentation of text that belongs to the item. */
  width: number;
  lines: string[];
}

function takeList(
  lines: string[],
  from: number,
  budget: Budget,
  depth: number,
): { block: Block; end: number } {
  const first = ITEM.exec(lines[from] ?? "");
  const indent = first?.[1]?.length ?? 0;
  const mark = markOf(first?.[2] ?? "");
  const items: Item[] = [];
  let blank = 0;
  let at = from;
  for (; at < lines.length; at += 1) {
    const line = lines[at] ?? "";
    if (line.trim() === "") {
      blank += 1;
      continue;
    }
    // An item costs at least three nodes: itself, a paragraph and a text.
    if (items.length > 0 && !budget.affords(3 * (items.length + 1))) break;
    const item = ITEM.exec(line);
    const inset = line.length - line.trimStart().length;
    if (item !== null && inset <= indent + 1) {
      if (inset < indent || markOf(item[2] ?? "") !== mark) break;
      items.push({
        number: mark === "" ? "" : (item[2] ?? "").slice(0, -1),
        width: item[0].length,
        lines: [line.slice(item[0].length)],
      });
    } else {
      const into = items.at(-1);
      if (into === undefined || inset < indent + 2) break;
      for (; blank > 0; blank -= 1) into.lines.push("");
      into.lines.push(line.slice(Math.min(inset, into.width)));
    }
    blank = 0;
  }
  const take = ({ number, lines: [first = "", ...rest] }: Item): ListItem => {
    budget.take(1);
    const task = mark === "" ? TASK.exec(first) : null;
    const text = task === null ? first : first.slice(task[0].length);
    const children = blocks([text, ...rest], budget, depth + 1);
    return { number, checked: task === null ? null : task[1] !== " ", children };
  };
  // Blank lines after the last item belong to what follows.
  return { block: { kind: "list", mark, items: items.map(take) }, end: at - blank };
}

/** The punctuation after a number; "" for all bullets. */
const markOf = (sign: string): string => (/\d/.test(sign) ? sign.slice(-1) : "");
