// Fenced code: where it begins and ends, and which part is code.
import { isLanguage } from "./languages";

const OPENING = /^ {0,3}(`{3,}|~{3,})([^\n]*)$/;

export interface Fence {
  language: string;
  text: string;
  /** Text after the closing marks on the same line, or "". */
  after: string;
  /** The line after the block. */
  end: number;
}

/**
 * The fenced block that begins at the line, or null.
 *
 * A block without content stays text; `skip` is its number of lines.
 */
export function fenceAt(lines: readonly string[], at: number): Fence | { skip: number } | null {
  const opening = openingOf(lines[at] ?? "");
  if (opening === null) return null;
  const { marks, info } = opening;
  const closing = closingLine(lines, at + 1, marks);
  const word = info.trim();
  const language = isLanguage(word) ? word.toLowerCase() : "";
  const code = lines.slice(at + 1, closing.line);
  if (language === "" && word !== "") code.unshift(info.trimStart());
  if (closing.before !== "") code.push(closing.before);
  const end = Math.min(closing.line + 1, lines.length);
  if (code.every((line) => line.trim() === "")) return { skip: end - at };
  return { language, text: code.join("\n"), after: closing.after, end };
}

/** Whether a block that begins in these lines is still open after them. */
export function endsInsideFence(lines: readonly string[]): boolean {
  for (let at = 0; at < lines.length; at += 1) {
    const opening = openingOf(lines[at] ?? "");
    if (opening === null) continue;
    at = closingLine(lines, at + 1, opening.marks).line;
    if (at === lines.length) return true;
  }
  return false;
}

function openingOf(line: string): { marks: string; info: string } | null {
  const [, marks = "", info = ""] = OPENING.exec(line) ?? [];
  // Another backtick on the line makes it inline code.
  return marks === "" || (marks[0] === "`" && info.includes("`")) ? null : { marks, info };
}

/** The line that closes a fence, or the end of the message if the fence stays open. */
function closingLine(
  lines: readonly string[],
  from: number,
  marks: string,
): { line: number; before: string; after: string } {
  const mark = marks[0] ?? "`";
  for (let line = from; line < lines.length; line += 1) {
    const text = lines[line] ?? "";
    const trimmed = text.trim();
    const row = rowAtStart(trimmed, mark);
    if (row >= marks.length) {
      const after = trimmed.slice(row).trim();
      if (!after.includes(mark)) return { line, before: "", after };
    } else if (mark === "`" && rowAtEnd(trimmed) === marks.length) {
      return { line, before: text.trimEnd().slice(0, -marks.length), after: "" };
    }
  }
  return { line: lines.length, before: "", after: "" };
}

function rowAtStart(text: string, mark: string): number {
  let length = 0;
  while (text[length] === mark) length += 1;
  return length;
}

function rowAtEnd(text: string): number {
  let length = 0;
  while (text[text.length - 1 - length] === "`") length += 1;
  return length;
}
