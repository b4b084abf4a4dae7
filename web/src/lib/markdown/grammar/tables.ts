// Tables: a header row, a row of dashes, and rows of cells.
import type { Budget } from "./budget";

export interface RawTable {
  align: ("start" | "center" | "end" | null)[];
  head: string[];
  rows: string[][];
  end: number;
}

const COLUMNS_MAX = 40;

/** The table that begins at the line, or null. */
export function tableAt(lines: readonly string[], at: number, budget: Budget): RawTable | null {
  const first = lines[at] ?? "";
  const second = lines[at + 1];
  if (second === undefined || !first.includes("|") || !second.includes("|") || !/^[\s|:-]+$/.test(second))
    return null;
  const dashes = cells(second);
  const head = cells(first);
  if (head.length !== dashes.length || head.length > COLUMNS_MAX) return null;
  if (!dashes.every((cell) => /^:?-+:?$/.test(cell))) return null;
  const rows: string[][] = [];
  let end = at + 2;
  while (end < lines.length && (lines[end] ?? "").includes("|")) {
    const row = cells(lines[end] ?? "");
    // Cells beyond the header would be lost, so the table ends before such a row.
    if (row.length > head.length || !budget.affords(2 * head.length * (rows.length + 2))) break;
    rows.push([...row, ...Array.from({ length: head.length - row.length }, () => "")]);
    end += 1;
  }
  return { align: dashes.map(alignment), head, rows, end };
}

function alignment(cell: string): "start" | "center" | "end" | null {
  if (cell.startsWith(":")) return cell.endsWith(":") ? "center" : "start";
  return cell.endsWith(":") ? "end" : null;
}

/** The cells of a row, divided by bars that are neither escaped nor inside code. */
function cells(line: string): string[] {
  const text = line.trim().replace(/^\|/, "");
  const out: string[] = [];
  let cell = "";
  let inCode = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] ?? "";
    if (character === "\\" && text[at + 1] === "|") {
      cell += "|";
      at += 1;
    } else if (character === "|" && !inCode) {
      out.push(cell.trim());
      cell = "";
    } else {
      if (character === "`") inCode = !inCode && text.includes("`", at + 1);
      cell += character;
    }
  }
  if (cell.trim() !== "" || !text.endsWith("|")) out.push(cell.trim());
  return out;
}
