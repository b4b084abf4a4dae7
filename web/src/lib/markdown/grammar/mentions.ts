// Where a mention begins and how far its name goes.
import { characterAt, isLatin, isWordStart } from "./characters";

const NAME_MIN = 2;
const NAME_MAX = 32;
const NAME = /[a-z0-9_.-]*/iy;

/** Whether a mention may begin at `at`, judged by what is before it: `a@b` is an address. */
export function mentionMayBegin(source: string, at: number): boolean {
  return source[at - 1] !== "@" && isWordStart(source, at);
}

/**
 * The name behind the `@` at `at`, as typed, or null where it names nobody.
 *
 * @param before where the text before the `@` ends: backslashes between the two do not count.
 * @param pending underscores that opened emphasis and are still open: as many at the name's end close it.
 */
export function nameAt(source: string, at: number, before: number, pending: number): string | null {
  if (!mentionMayBegin(source, before)) return null;
  NAME.lastIndex = at + 1;
  let name = (NAME.exec(source)?.[0] ?? "").replace(/[.-]+$/, "");
  const end = at + 1 + name.length;
  const underscores = /_*$/.exec(name)?.[0].length ?? 0;
  name = name.slice(0, name.length - Math.min(underscores, pending));
  // Behind the whole name, `@` makes it an address and a letter makes it another word.
  const after = characterAt(source, end);
  if (after === "@" || isLatin(after)) return null;
  return name.length >= NAME_MIN && name.length <= NAME_MAX ? name : null;
}
