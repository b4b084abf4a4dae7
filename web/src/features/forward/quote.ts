// Quotes a message's source for another room, below its author and room. A quote mentions nobody: forwarding must not notify
// people again, nor may a moderator's forward of "@room" notify a whole room.
import { parseInline } from "@/lib/markdown/grammar/inline";
import { NAME_CHARACTER } from "@/lib/markdown/grammar/mentions";
import { mentionsOf, spoilersIn } from "@/lib/markdown/mentionsOf";
import { BODY_CHARS } from "@/lib/limits.gen";

/** Invisible and not allowed in usernames, so that no name can follow the `@`. */
const JOINER = "\u2060";
const SIGN = new RegExp(`@(?=${NAME_CHARACTER})`, "gi");
const CODE = /(?<!`)(`+)(?!`)[\s\S]*?(?<!`)\1(?!`)/g;
/** Characters with a meaning in Markdown, and look-alikes without one. */
const LOOK_ALIKES: Record<string, string> = {
  "*": "∗",
  _: "ˍ",
  "~": "∼",
  "|": "ǀ",
  "`": "'",
  "\\": "∖",
  "[": "⁅",
  "<": "‹",
};

/** @param head author and room, as plain text. */
export function quoteOf(head: string, body: string): string {
  const text = withoutMentions(body).trim();
  // A message with only files: there is nothing to quote.
  if (text === "") return headline(head);
  const lines = text.split("\n").map((line) => (line.trim() === "" ? ">" : `> ${line}`));
  const quote = `${headline(head)}\n${lines.join("\n")}`;
  const sent = bounded(quote);
  // Once quoted or cut, code may end elsewhere than before.
  return mentionsOf(sent).size === 0 ? sent : bounded(loose(quote));
}

/** The text in bold, with its Markdown disabled. */
function headline(text: string): string {
  const named = loose(text).replaceAll("`", "'");
  if (isPlain(named)) return `**${named}**`;
  return `**${named.replaceAll(/[*_~|\\[<]/g, (sign) => LOOK_ALIKES[sign] ?? sign)}**`;
}

function isPlain(text: string): boolean {
  const [strong, ...rest] = parseInline(`**${text}**`);
  if (strong?.kind !== "strong" || rest.length > 0) return false;
  const [words, ...more] = strong.children;
  return words?.kind === "text" && words.text === text && more.length === 0;
}

/** Disables mentions, but leaves code and URLs unchanged: they mention nobody, and people may copy them. */
function withoutMentions(text: string): string {
  const names = [...mentionsOf(text)];
  if (names.length === 0) return text;
  const signs = new RegExp(`@(?=(?:${names.map((name) => name.replaceAll(".", "\\.")).join("|")}))`, "gi");
  let out = "";
  let from = 0;
  for (const code of text.matchAll(CODE)) {
    out += text.slice(from, code.index).replaceAll(signs, `@${JOINER}`) + code[0];
    from = code.index + code[0].length;
  }
  return out + text.slice(from).replaceAll(signs, `@${JOINER}`);
}

/** Disables everything that could be a mention, regardless of code. */
const loose = (text: string): string => text.replaceAll(SIGN, `@${JOINER}`);

function bounded(text: string): string {
  const characters = Array.from(text);
  if (characters.length <= BODY_CHARS) return text;
  const upTo = (end: number, mark: string) => `${characters.slice(0, end - mark.length).join("")}${mark}`;
  const cut = upTo(BODY_CHARS, "…");
  // Closes hidden text that was cut, so that it stays hidden.
  const closed = upTo(BODY_CHARS, "…||");
  return spoilersIn(closed) > spoilersIn(cut) ? closed : cut;
}
