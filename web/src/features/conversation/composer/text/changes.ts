// Computes the text changes that keys make: wrapping the selection, and continuing a list, quote or fence. Pure: a change says
// what to replace and where the selection goes; insert.ts applies it so that undo works.
import { endsInsideFence } from "@/lib/markdown/grammar/fences";
import { ITEM, QUOTE } from "@/lib/markdown/grammar/parse";

export interface Change {
  /** The replaced range of the text. */
  from: number;
  to: number;
  insert: string;
  /** The selection afterwards. */
  start: number;
  end: number;
}

/** Puts `mark` around the selection, or removes it if it is there already. */
export function wrap(text: string, start: number, end: number, mark: string): Change {
  const n = mark.length;
  const selected = text.slice(start, end);
  const around = text.slice(start - n, start) === mark && text.slice(end, end + n) === mark;
  if (around && !doubled(text, start, mark))
    return { from: start - n, to: end + n, insert: selected, start: start - n, end: end - n };
  if (
    selected.length >= 2 * n &&
    selected.startsWith(mark) &&
    selected.endsWith(mark) &&
    !selected.startsWith(mark + mark[0])
  )
    return { from: start, to: end, insert: selected.slice(n, -n), start, end: end - 2 * n };
  return { from: start, to: end, insert: `${mark}${selected}${mark}`, start: start + n, end: end + n };
}

/** Whether a single mark is part of a double one: **bold** is not italic. */
function doubled(text: string, start: number, mark: string): boolean {
  return mark.length === 1 && text[start - 2] === mark && text[start - 3] !== mark;
}

/** The change for a new line at `at` that continues a list, quote or fence; null for a plain line break. */
export function continueLine(text: string, at: number): Change | null {
  const from = text.lastIndexOf("\n", at - 1) + 1;
  const line = text.slice(from, at);
  const insert = (added: string): Change => ({
    from: at,
    to: at,
    insert: `\n${added}`,
    start: at + 1 + added.length,
    end: at + 1 + added.length,
  });
  const end: Change = { from, to: at, insert: "", start: from, end: from };
  if (insideFence(text.slice(0, from))) {
    const indent = insideFence(text.slice(0, at)) ? (/^\s+/.exec(line)?.[0] ?? "") : "";
    return indent === "" ? null : insert(indent);
  }
  // With a letter after it, an item that is still empty counts as one.
  const item = ITEM.exec(`${line}x`);
  if (item !== null) {
    const [start, indent = "", mark = ""] = item;
    return line.length === start.length ? end : insert(`${indent}${following(mark)} `);
  }
  const quote = QUOTE.exec(line)?.[0];
  if (quote === undefined) return null;
  return line.slice(quote.length).trim() === "" ? end : insert(quote);
}

/** The mark of the next item: the same bullet or the next number. */
const following = (mark: string): string => mark.replace(/\d+/, (number) => `${Number(number) + 1}`);

/** Whether the text ends inside a fence. Fences in lists are indented, so indentation is ignored. */
const insideFence = (text: string): boolean =>
  endsInsideFence(text.split("\n").map((line) => line.trimStart()));
