// A pseudo-language derived from English: accented, a third longer and right-to-left. Text that is cut off, overlaps or does
// not mirror in it would do so in a real language.
import type { Words } from "./translate";

const accents: Record<string, string> = {
  a: "á",
  c: "ç",
  e: "é",
  i: "ï",
  n: "ñ",
  o: "ö",
  s: "š",
  u: "ü",
  y: "ý",
  A: "Á",
  C: "Ç",
  E: "É",
  I: "Ï",
  O: "Ö",
  S: "Š",
  U: "Ü",
};

export function pseudo(words: Words): Words {
  return Object.fromEntries(
    Object.entries(words).map(([key, value]) => [
      key,
      typeof value === "string" ? stretch(value) : pseudo(value),
    ]),
  );
}

/** Accents and lengthens a text; placeholders stay as they are. */
function stretch(text: string): string {
  const accented = text
    .split(/(\{\{.*?\}\})/)
    .map((part) =>
      part.startsWith("{{") ? part : part.replace(/[a-z]/gi, (letter) => accents[letter] ?? letter),
    )
    .join("");
  return `[${accented}${"~".repeat(Math.ceil(text.length / 3))}]`;
}
