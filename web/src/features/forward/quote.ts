// A message's source as a quote in another room, under who said it where. A quote mentions nobody: forwarding must not notify
// people again, nor may a moderator's forward of "@room" notify a whole room.
import { parseInline } from "@/lib/markdown/grammar/inline";
import { mentionsOf, spoilersIn } from "@/lib/markdown/mentionsOf";
import { BODY_CHARS } from "@/lib/limits.gen";

/** Invisible, and no part of a username: what follows it is not a name. */
const JOINER = "\u2060";
const CODE = /(?<!`)(`+)(?!`)[\s\S]*?(?<!`)\1(?!`)/g;
/** Signs that could mean something in a name, and letters that look like them and never do. */
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

/** @param head who said it where, as plain text. */
export function quoteOf(head: string, body: string): string {
  const text = withoutMentions(body).trim();
  // Files alone: who sent them is all there is to say.
  if (text === "") return headline(head);
  const lines = text.split("\n").map((line) => (line.trim() === "" ? ">" : `> ${line}`));
  const quote = `${headline(head)}\n${lines.join("\n")}`;
  const sent = bounded(quote);
  // Quoted or cut, code may end elsewhere than it did.
  return mentionsOf(sent).size === 0 ? sent : bounded(loose(quote));
}

/** The text in bold, whatever is in it. */
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

/** Leaves code and addresses as they are: nobody is mentioned in them, and they may be copied from there. */
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

/** The text with nothing in it that could be a mention, wherever code begins and ends. */
const loose = (text: string): string => text.replaceAll(/@(?=[a-z0-9_.-])/gi, `@${JOINER}`);

function bounded(text: string): string {
  const characters = Array.from(text);
  if (characters.length <= BODY_CHARS) return text;
  const upTo = (end: number, mark: string) => `${characters.slice(0, end - mark.length).join("")}${mark}`;
  const cut = upTo(BODY_CHARS, "…");
  // What is hidden where the text is cut stays hidden.
  const closed = upTo(BODY_CHARS, "…||");
  return spoilersIn(closed) > spoilersIn(cut) ? closed : cut;
}
