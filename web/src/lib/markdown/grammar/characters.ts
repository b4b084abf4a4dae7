// Classes of characters that the grammar distinguishes. The server's grammar has the same ones (crates/protocol/src/text/grammar).

const WORD = /^[\p{L}\p{N}\p{M}_]$/u;
/** Scripts written without spaces: a mention or an address may directly follow their text. */
const UNSPACED =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]$/u;
const SPACE = /^\s$/;
/** What may be before an underscore that begins emphasis, and behind it. Faces such as >_< and ¯\_(ツ)_/¯ have neither. */
const BEFORE_UNDERSCORE = /^(?:[^\P{P}@\\]|[~|]|\p{So})$/u;
const AFTER_UNDERSCORE = /^[\p{L}\p{N}\p{M}\p{So}\p{Sc}\p{Ps}\p{Pi}"'`@*~|#:]$/u;
/** What may be before an underscore that ends emphasis; behind it, anything but a word or a lone accent. */
const ENDS_BEFORE = /^[\p{L}\p{N}\p{M}\p{So}\p{Sc}\p{Pe}\p{Pf}"'`.,:;!?…%*~|]$/u;
const JOINED = /^[\p{L}\p{N}\p{M}\p{Sk}_]$/u;
const SUBSTANCE = /[\p{L}\p{N}\p{M}\p{So}\p{Sc}]/u;
/** A character that is neither white space nor without a shape of its own. */
const VISIBLE =
  /[^\s\p{Cc}\p{M}\p{Default_Ignorable_Code_Point}\uFFF9-\uFFFB\u2800\u{1D159}\u{13441}\u{13442}]/u;
const LATIN = /^\p{Script=Latin}$/u;

/** The character that ends before `at`, or "" at the beginning. */
export function characterBefore(source: string, at: number): string {
  const last = source[at - 1] ?? "";
  return at >= 2 && /[\uDC00-\uDFFF]/.test(last)
    ? String.fromCodePoint(source.codePointAt(at - 2) ?? 0)
    : last;
}

/** The character that begins at `at`, or "" at the end. */
export function characterAt(source: string, at: number): string {
  const point = source.codePointAt(at);
  return point === undefined ? "" : String.fromCodePoint(point);
}

export const isSpace = (character: string): boolean => character === "" || SPACE.test(character);

/** A letter or digit of a script that separates its words by spaces, or an underscore. */
export const isSpacedWord = (character: string): boolean => WORD.test(character) && !UNSPACED.test(character);

export const underscoreOpens = (before: string, after: string): boolean =>
  (isSpace(before) || BEFORE_UNDERSCORE.test(before)) && AFTER_UNDERSCORE.test(after);

export const underscoreCloses = (before: string, after: string): boolean =>
  ENDS_BEFORE.test(before) && !JOINED.test(after);

/** A star between numbers, or a number and a letter, multiplies. */
export const multiplies = (before: string, after: string): boolean =>
  /^[A-Za-z0-9)\]]$/.test(before) && /^[A-Za-z0-9([]$/.test(after) && /[0-9]/.test(before + after);

/** Whether the text has something to emphasise: more than punctuation. */
export const hasSubstance = (text: string): boolean => SUBSTANCE.test(text);

/** Whether a reader would see anything of the text: the server refuses messages without (crates/protocol/src/text/characters.rs). */
export const hasVisible = (text: string): boolean => VISIBLE.test(text);

export const isLatin = (character: string): boolean => LATIN.test(character);

/** Whether no word goes on at `at`. Underscores there are emphasis, and what is before them decides. */
export function isWordStart(source: string, at: number): boolean {
  let from = at;
  while (source[from - 1] === "_") from -= 1;
  return !isSpacedWord(characterBefore(source, from));
}
