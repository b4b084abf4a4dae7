// Which URLs a message may link to (only http, https and mailto), and where a URL in running text ends.
import type { Inline } from "./ast";
import { hasVisible } from "./characters";

const SCHEMES = new Set(["http:", "https:", "mailto:"]);
/** Longest URL in characters. */
const ADDRESS_MAX = 2_000;
const TEXT_MAX = 500;
const TITLE_MAX = 300;
const DEPTH_MAX = 8;
/** How a link must begin. The server uses only this expression. */
const BEGINNING = /^(?:https?:\/\/[^/?#]|mailto:.)/i;
/** A bare URL ends before white space, quotes, angle brackets, invisible characters and full-width punctuation. */
const BARE =
  // oxlint-disable-next-line no-control-regex
  /https?:\/\/[^\s\u0000-\u0020\u007F-\u00A0<>"`|\u00AB\u00BB\u060C\u061B\u061F\u06D4\u0964\u0965\u200B-\u200F\u2018-\u201F\u2026\u2028-\u202E\u2060-\u2069\u3001-\u3003\u3008-\u3011\u3014-\u301F\uFEFF\uFF01-\uFF0F\uFF1A-\uFF20\uFF3B-\uFF3D\uFF5B-\uFF65]{0,2001}/iy;
/** Browsers drop these characters inside a URL, which would hide a scheme from the check. */
// oxlint-disable-next-line no-control-regex
const HIDDEN = /[\u0000-\u0020\u007F-\u00A0]/;

/** The URL if it may be linked to, else null. */
export function safeHref(address: string): string | null {
  if (HIDDEN.test(address)) return null;
  try {
    return SCHEMES.has(new URL(address).protocol) ? address : null;
  } catch {
    return null;
  }
}

/** Whether the text has the form of a URL that may be linked to. */
export const looksLinkable = (address: string): boolean => BEGINNING.test(address) && !HIDDEN.test(address);

/**
 * The URL that begins at `at`, without punctuation that ends a sentence; null if there is none.
 *
 * @param pending underscores that opened emphasis and are still open; that many at the end of the URL close it.
 */
export function bareLink(source: string, at: number, pending: number): string | null {
  BARE.lastIndex = at;
  let found = BARE.exec(source)?.[0] ?? "";
  // A truncated URL would lead elsewhere.
  if (found.length > ADDRESS_MAX || !looksLinkable(found)) return null;
  const open = {
    ")": balance(found, "(", ")"),
    "]": balance(found, "[", "]"),
    "}": balance(found, "{", "}"),
  };
  let underscores = pending;
  for (;;) {
    const last = found.at(-1) ?? "";
    if (/[.,;:!?']/.test(last)) found = found.slice(0, -1);
    else if ((last === ")" || last === "]" || last === "}") && open[last] < 0) {
      found = found.slice(0, -1);
      open[last] += 1;
    } else if (last === "_" && underscores > 0) {
      found = found.slice(0, -1);
      underscores -= 1;
    } else if (last === "*" || last === "~") {
      const run = trailing(found, last);
      // Marks that also occur earlier in the URL belong to it: https://a.example/*x*.
      if (found.slice(0, -run.length).includes(run)) break;
      found = found.slice(0, -run.length);
    } else break;
  }
  return looksLinkable(found) ? found : null;
}

function balance(text: string, opening: string, closing: string): number {
  let open = 0;
  for (const character of text) {
    if (character === opening) open += 1;
    else if (character === closing) open -= 1;
  }
  return open;
}

function trailing(text: string, mark: string): string {
  let from = text.length;
  while (text[from - 1] === mark) from -= 1;
  return text.slice(from);
}

const ANGLE = /<((?:https?:\/\/|mailto:)[^\s<>]{1,2000})>/iy;

/** The URL in the angle brackets that open at `at`; null if there is none. */
export function angleLink(source: string, at: number): string | null {
  ANGLE.lastIndex = at;
  const address = ANGLE.exec(source)?.[1];
  return address !== undefined && looksLinkable(address) ? address : null;
}

export interface WrittenLink {
  text: string;
  href: string;
  title: string;
  end: number;
}

/** The link `[text](address "title")` whose bracket opens at `at`; null if there is none. */
export function writtenLink(source: string, at: number): WrittenLink | null {
  const close = closingBracket(source, at);
  if (close === null || source[close + 1] !== "(" || !showsSomething(source.slice(at + 1, close)))
    return null;
  let from = close + 2;
  while (source[from] === " ") from += 1;
  const angled = source[from] === "<";
  const end = angled ? angledEnd(source, from) : addressEnd(source, from);
  if (end === null) return null;
  const href = angled ? source.slice(from + 1, end - 1) : source.slice(from, end);
  if (!looksLinkable(href)) return null;
  const tail = titleAndEnd(source, end);
  return tail === null ? null : { text: source.slice(at + 1, close), href, ...tail };
}

function closingBracket(source: string, at: number): number | null {
  let depth = 0;
  const last = Math.min(source.length, at + TEXT_MAX + 2);
  for (let place = at; place < last; place += 1) {
    const character = source[place];
    if (character === "\n") return null;
    if (character === "\\") place += 1;
    else if (character === "[") {
      depth += 1;
      if (depth > DEPTH_MAX) return null;
    } else if (character === "]") {
      depth -= 1;
      if (depth === 0) return place === at + 1 ? null : place;
    }
  }
  return null;
}

function angledEnd(source: string, at: number): number | null {
  for (let place = at + 1; place < source.length && place - at <= ADDRESS_MAX; place += 1) {
    const character = source[place] ?? "";
    if (character === ">") return place + 1;
    if (character === "<" || /\s/.test(character)) return null;
  }
  return null;
}

/** End of a link's URL without angle brackets: at white space, or at a bracket that it did not open. */
function addressEnd(source: string, at: number): number | null {
  let depth = 0;
  for (let place = at; place < source.length && place - at <= ADDRESS_MAX; place += 1) {
    const character = source[place] ?? "";
    if (character === "(") {
      depth += 1;
      if (depth > DEPTH_MAX) return null;
    } else if (character === ")") {
      if (depth === 0) return place;
      depth -= 1;
    } else if (character === "<" || character === ">") return null;
    else if (/\s/.test(character)) return place;
  }
  return null;
}

function titleAndEnd(source: string, at: number): { title: string; end: number } | null {
  let from = at;
  while (source[from] === " ") from += 1;
  if (source[from] === ")") return { title: "", end: from + 1 };
  const quote = source[from] ?? "";
  if (from === at || (quote !== '"' && quote !== "'")) return null;
  const close = source.slice(0, from + TITLE_MAX + 2).indexOf(quote, from + 1);
  if (close === -1 || source.slice(from, close).includes("\n")) return null;
  let end = close + 1;
  while (source[end] === " ") end += 1;
  return source[end] === ")" ? { title: source.slice(from + 1, close), end: end + 1 } : null;
}

/** Marks of emphasis and code, and the backslash. */
const MARKS = /[*_~|`\\]/g;

/** Whether the text of a link is visible. Marks of emphasis are visible only if they are all there is. */
function showsSomething(text: string): boolean {
  const words = text.replaceAll(MARKS, "");
  return words.trim() === "" ? words !== text : hasVisible(words);
}

/** Separators of words that might be host names. */
const BETWEEN_HOSTS = /[^\p{L}\p{N}\p{M}._/?#&=%+~-]+/u;
const HOST =
  /^[^\p{L}\p{N}]*((?:[\p{L}\p{N}\p{M}_-]+\.)+\p{L}[\p{L}\p{N}\p{M}-]+|(?:\d+\.){3}\d+)(?![\p{L}\p{N}])/u;

/** The host to show beside a link if its visible text names another host; else "". */
export function hostToShow(children: readonly Inline[], href: string): string {
  const leads = new URL(href).host;
  if (leads === "") return "";
  const shown = visible(children).replaceAll("\\", "/").replaceAll("。", ".");
  const named = shown.split(BETWEEN_HOSTS).flatMap((word) => HOST.exec(word)?.[1] ?? []);
  return named.some((host) => bareHost(host) !== bareHost(leads)) ? leads : "";
}

/** The text as a reader sees it: without invisible characters, and with full-width letters as plain ones. */
const visible = (nodes: readonly Inline[]): string =>
  wordsOf(nodes)
    .normalize("NFKC")
    .replaceAll(/\p{Default_Ignorable_Code_Point}/gu, "");

const wordsOf = (nodes: readonly Inline[]): string =>
  nodes
    .map((node) => ("children" in node ? wordsOf(node.children) : node.kind === "break" ? " " : node.text))
    .join("");

/** A host name in normalised form, for comparison. */
function bareHost(host: string): string {
  let name = host;
  try {
    name = new URL(`https://${host}`).hostname;
  } catch {
    // Not a valid host: compared as it is.
  }
  return name.replace(/^www\./, "").replace(/\.$/, "");
}

const ROOM = /^\/r\/[0-9a-f-]{36}(?:\/m\/[0-9a-f-]{36})?$/i;

/** The path of a URL that leads to a room or message of this server, else null. */
export function ownPath(address: string): string | null {
  if (!address.startsWith(`${location.origin}/r/`)) return null;
  const path = address.slice(location.origin.length);
  return ROOM.test(path) ? path : null;
}
