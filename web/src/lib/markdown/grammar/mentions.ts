// Where a mention begins and its name ends.
import { characterAt, isLatin, isWordStart } from "./characters";

const NAME_MIN = 2;
export const NAME_MAX = 32;
/** Pattern of a character in a name, for case-insensitive expressions. */
export const NAME_CHARACTER = "[a-z0-9_.-]";
const NAME = new RegExp(`${NAME_CHARACTER}*`, "iy");

/** Whether a mention may begin at `at`, judged by the text before it: `a@b` is an email address. */
export function mentionMayBegin(source: string, at: number): boolean {
  return source[at - 1] !== "@" && isWordStart(source, at);
}

/**
 * The name after the `@` at `at`, as typed; null if it is not a valid name.
 *
 * @param before end of the text before the `@`, without the backslashes in between.
 * @param pending underscores that opened emphasis and are still open; that many at the end of the name close it.
 */
export function nameAt(source: string, at: number, before: number, pending: number): string | null {
  if (!mentionMayBegin(source, before)) return null;
  NAME.lastIndex = at + 1;
  let name = (NAME.exec(source)?.[0] ?? "").replace(/[.-]+$/, "");
  const end = at + 1 + name.length;
  const underscores = /_*$/.exec(name)?.[0].length ?? 0;
  name = name.slice(0, name.length - Math.min(underscores, pending));
  // After the whole name, an `@` makes it an email address and a Latin letter another word.
  const after = characterAt(source, end);
  if (after === "@" || isLatin(after)) return null;
  return name.length >= NAME_MIN && name.length <= NAME_MAX ? name : null;
}
