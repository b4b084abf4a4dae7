// Text changes of keys: wrapping a selection, continuing a list, a quote or a fence. Pure: a change says what to replace and
// where the selection goes; insert.ts applies it so that undo works.

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

const LIST = /^(\s*)([-*+]|(\d{1,9})([.)])) (.*)$/;
const QUOTE = /^(\s*> ?)(.*)$/;
const FENCE = /^\s*(`{3,}|~{3,})/;

/** The change for a new line at `at` that continues a list, quote or fence; null: just a line break. */
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
  if (insideFence(text.slice(0, from))) {
    const indent = FENCE.test(line) ? "" : (/^\s+/.exec(line)?.[0] ?? "");
    return indent === "" ? null : insert(indent);
  }
  const list = LIST.exec(line);
  if (list !== null) {
    const [, indent = "", marker = "-", number, stop = "."] = list;
    // An empty item ends the list.
    if (list[5]?.trim() === "") return { from, to: at, insert: "", start: from, end: from };
    return insert(`${indent}${number === undefined ? marker : `${Number(number) + 1}${stop}`} `);
  }
  const quote = QUOTE.exec(line);
  if (quote === null) return null;
  if (quote[2]?.trim() === "") return { from, to: at, insert: "", start: from, end: from };
  return insert(quote[1] ?? "> ");
}

function insideFence(before: string): boolean {
  let open: string | null = null;
  for (const line of before.split("\n")) {
    const fence = FENCE.exec(line)?.[1];
    if (fence === undefined) continue;
    if (open === null) open = fence;
    else if (fence.startsWith(open)) open = null;
  }
  return open !== null;
}
