// Character classes of the grammar, the same as in the server's (crates/protocol/src/text/grammar).

const WORD = /^[\p{L}\p{N}\p{M}_]$/u;
/** Scripts written without spaces: a mention or a URL may directly follow their text. */
const UNSPACED =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]$/u;
const SPACE = /^\s$/;
/** Characters allowed before and after an underscore that opens emphasis. Faces such as >_< and ¯\_(ツ)_/¯ have neither. */
const BEFORE_UNDERSCORE = /^(?:[^\P{P}@\\]|[~|]|\p{So})$/u;
const AFTER_UNDERSCORE = /^[\p{L}\p{N}\p{M}\p{So}\p{Sc}\p{Ps}\p{Pi}"'`@*~|#:]$/u;
/** Characters allowed before an underscore that closes emphasis; after it, anything but a word or a lone accent. */
const ENDS_BEFORE = /^[\p{L}\p{N}\p{M}\p{So}\p{Sc}\p{Pe}\p{Pf}"'`.,:;!?…%*~|]$/u;
const JOINED = /^[\p{L}\p{N}\p{M}\p{Sk}_]$/u;
const SUBSTANCE = /[\p{L}\p{N}\p{M}\p{So}\p{Sc}]/u;
/** A character with a visible shape: not white space, a control or an ignorable character. */
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

/** A letter or digit of a script that is written with spaces, or an underscore. */
export const isSpacedWord = (character: string): boolean => WORD.test(character) && !UNSPACED.test(character);

export const underscoreOpens = (before: string, after: string): boolean =>
  (isSpace(before) || BEFORE_UNDERSCORE.test(before)) && AFTER_UNDERSCORE.test(after);

export const underscoreCloses = (before: string, after: string): boolean =>
  ENDS_BEFORE.test(before) && !JOINED.test(after);

/** Whether a star is a multiplication sign: between numbers, or a number and a letter. */
export const multiplies = (before: string, after: string): boolean =>
  /^[A-Za-z0-9)\]]$/.test(before) && /^[A-Za-z0-9([]$/.test(after) && /[0-9]/.test(before + after);

/** Whether the text contains more than punctuation, so that it can be emphasised. */
export const hasSubstance = (text: string): boolean => SUBSTANCE.test(text);

/** Whether the text has a visible character. The server refuses messages without (crates/protocol/src/text/characters.rs). */
export const hasVisible = (text: string): boolean => VISIBLE.test(text);

export const isLatin = (character: string): boolean => LATIN.test(character);

/** Whether a word may start at `at`. Underscores before it count as emphasis, and the character before them decides. */
export function isWordStart(source: string, at: number): boolean {
  let from = at;
  while (source[from - 1] === "_") from -= 1;
  return !isSpacedWord(characterBefore(source, from));
}
