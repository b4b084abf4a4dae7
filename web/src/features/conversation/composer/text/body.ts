// The body of a message, made from the text in the box, and its length.
import { BODY_CHARS } from "@/lib/limits.gen";

/** From this length on, the characters of a text are counted and the user sees how many are left. */
const NEAR_LIMIT = 15_000;

/** The text to send, without surrounding blank lines and trailing white space. */
export const bodyOf = (text: string): string => text.replace(/^(?:[^\S\n]*\n)+/, "").replace(/\s+$/, "");

/** Characters above the limit; if negative, that many are left. A short text counts as empty. */
export function excessOf(text: string, body: string): number {
  return (text.length > NEAR_LIMIT ? characters(body) : 0) - BODY_CHARS;
}

/** Whether the user should see how many characters are left. */
export const isNearLimit = (excess: number): boolean => excess > NEAR_LIMIT - BODY_CHARS;

/** Characters as the server counts them. */
export function characters(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}
