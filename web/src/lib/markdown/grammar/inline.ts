// Inline grammar: code, URLs, links, mentions and shortcodes are recognised from left to right, then emphasis in the rest.
// Anything else stays text. Time is linear in the length of the source, and a budget bounds the number of nodes.
import type { Inline } from "./ast";
import { Budget } from "./budget";
import {
  characterAt,
  characterBefore,
  hasSubstance,
  isSpace,
  isWordStart,
  multiplies,
  underscoreCloses,
  underscoreOpens,
} from "./characters";
import { emphasise, type Token } from "./emphasis";
import { emojiOf } from "./emoji";
import { angleLink, bareLink, hostToShow, safeHref, writtenLink } from "./links";
import { nameAt } from "./mentions";

const PLAIN = /[^\n\\`<[\]hH@:*_~|]+/y;
const SHORTCODE = /:([a-z0-9_+-]{1,30}):/y;
const SIGN = /[\\`*_~[\]()#>+\-.!:@|<]/;
/** Longest run of `*` or `_` that is emphasis; `~` and `|` need exactly two. */
const ROW_MAX = 3;

export function parseInline(source: string, budget = new Budget()): Inline[] {
  return emphasise(new Tokens(source, budget, false).all());
}

class Tokens {
  readonly #source: string;
  readonly #budget: Budget;
  readonly #inLink: boolean;
  readonly #ticks: Map<number, Ticks>;
  readonly #out: Token[] = [];
  #at = 0;
  /** Underscores that opened emphasis and are not closed yet. */
  #pending = 0;
  /** Number of parts so far that are more than punctuation. */
  #substance = 0;

  constructor(source: string, budget: Budget, inLink: boolean) {
    this.#source = source;
    this.#budget = budget;
    this.#inLink = inLink;
    this.#ticks = rowsOfTicks(source);
  }

  all(): Token[] {
    while (this.#at < this.#source.length && !this.#budget.spent) this.#next();
    // White space is preserved in text, so even line breaks need no node.
    if (this.#at < this.#source.length) this.#text(this.#source.slice(this.#at));
    return this.#out;
  }

  #next(): void {
    const source = this.#source;
    PLAIN.lastIndex = this.#at;
    const plain = PLAIN.exec(source)?.[0];
    if (plain !== undefined) return this.#text(plain);
    const slashes = this.#row("\\");
    const at = this.#at + slashes;
    // In the text of a link, which programs often write, a backslash escapes any sign.
    if (this.#inLink && slashes > 0) {
      const sign = source[at] ?? "";
      const escapes = slashes % 2 === 1 && SIGN.test(sign);
      const text = "\\".repeat(escapes ? slashes / 2 : Math.ceil(slashes / 2)) + (escapes ? sign : "");
      return this.#put({ kind: "text", text }, at + (escapes ? 1 : 0));
    }
    if (this.#delimiter(at, slashes)) return;
    const found = this.#construct(at);
    if (slashes === 0) {
      // A run of backticks stays together, because its length decides what it pairs with.
      if (found === null) return this.#text("`".repeat(this.#row("`")) || (source[at] ?? ""));
      return this.#put(found.node, found.end);
    }
    if (found === null) return this.#text("\\".repeat(slashes));
    // Two backslashes become one; an odd one escapes what follows.
    if (slashes > 1) this.#out.push({ node: { kind: "text", text: "\\".repeat(slashes / 2) } });
    if (slashes % 2 === 0) return this.#put(found.node, found.end);
    this.#at = at;
    this.#text(source.slice(at, at + found.sign));
  }

  /** The construct other than emphasis that begins at `at`; `sign` is the number of characters that a backslash escapes. */
  #construct(at: number): { node: Inline; end: number; sign: number } | null {
    const source = this.#source;
    switch (source[at]) {
      case "\n":
        return this.#at === at ? { node: { kind: "break" }, end: at + 1, sign: 1 } : null;
      case "`":
        return this.#code(at);
      case "[":
        return this.#inLink ? bracket("[", at) : this.#link(at);
      case "]":
        // Inside a link's text a bracket must be escaped, so it is a token of its own.
        return this.#inLink ? bracket("]", at) : null;
      case "<": {
        const href = this.#inLink ? null : angleLink(source, at);
        return href === null ? null : { node: linkTo(href), end: at + href.length + 2, sign: 1 };
      }
      case "h":
      case "H": {
        if (this.#inLink || !isWordStart(source, at)) return null;
        const href = bareLink(source, at, this.#pending);
        return href === null || this.#at !== at
          ? null
          : { node: linkTo(href), end: at + href.length, sign: 1 };
      }
      case "@": {
        const name = this.#inLink ? null : nameAt(source, at, this.#at, this.#pending);
        if (name === null) return null;
        return {
          node: { kind: "mention", name: name.toLowerCase(), text: `@${name}` },
          end: at + 1 + name.length,
          sign: 1,
        };
      }
      case ":":
        return this.#shortcode(at);
      default:
        return null;
    }
  }

  #code(at: number): { node: Inline; end: number; sign: number } | null {
    const length = rowLength(this.#source, at, "`");
    const ticks = this.#ticks.get(length);
    if (ticks === undefined) return null;
    while ((ticks.places[ticks.next] ?? Infinity) <= at) ticks.next += 1;
    const close = ticks.places[ticks.next];
    if (close !== undefined) {
      const inside = this.#source.slice(at + length, close);
      const padded = inside.startsWith(" ") && inside.endsWith(" ") && inside.trim() !== "";
      const text = (padded ? inside.slice(1, -1) : inside).replaceAll("\n", " ");
      return { node: { kind: "code", text }, end: close + length, sign: length };
    }
    const row = "`".repeat(length);
    return { node: { kind: "text", text: row }, end: at + length, sign: length };
  }

  #link(at: number): { node: Inline; end: number; sign: number } | null {
    const written = writtenLink(this.#source, at);
    if (written === null) return null;
    const { text, href, title, end } = written;
    if (safeHref(href) === null)
      return { node: { kind: "text", text: this.#source.slice(at, end) }, end, sign: 1 };
    const children = emphasise(new Tokens(text, this.#budget, true).all());
    return { node: { kind: "link", href, title, host: hostToShow(children, href), children }, end, sign: 1 };
  }

  #shortcode(at: number): { node: Inline; end: number; sign: number } | null {
    if (!isWordStart(this.#source, this.#at)) return null;
    SHORTCODE.lastIndex = at;
    const match = SHORTCODE.exec(this.#source);
    const emoji = emojiOf(match?.[1] ?? "");
    if (match === null || emoji === undefined) return null;
    return { node: { kind: "text", text: emoji }, end: at + match[0].length, sign: 1 };
  }

  #delimiter(at: number, slashes: number): boolean {
    const source = this.#source;
    const mark = source[at];
    if (mark !== "*" && mark !== "_" && mark !== "~" && mark !== "|") return false;
    const double = mark === "~" || mark === "|";
    let length = rowLength(source, at, mark);
    let end = at + length;
    if (!double && slashes % 2 === 1) {
      // A backslash escapes one mark; the marks after it are a separate run.
      length = 1;
      end = at + 1;
    }
    // A double mark is escaped by a backslash before each of its two characters.
    if (double && length === 1 && slashes === 1 && source.startsWith(`\\${mark}`, end)) {
      length = 2;
      end += 2;
    }
    const raw = source.slice(this.#at, end);
    if (double ? length !== 2 : length > ROW_MAX) {
      this.#text(raw);
      return true;
    }
    const before = characterBefore(source, this.#at);
    const after = characterAt(source, end);
    let opens = !isSpace(after);
    let closes = !isSpace(before);
    if (mark === "_") {
      opens = underscoreOpens(before, after);
      closes = underscoreCloses(before, after);
    } else if (mark === "*" && multiplies(before, after)) {
      opens = false;
      closes = false;
    }
    if (mark === "_" && slashes % 2 === 0) {
      if (closes && this.#pending > 0) this.#pending -= Math.min(length, this.#pending);
      else if (opens) this.#pending += length;
    }
    this.#budget.take(1);
    this.#out.push({ delimiter: { mark, length, opens, closes, slashes, raw, substance: this.#substance } });
    this.#at = end;
    return true;
  }

  #row(character: string): number {
    return rowLength(this.#source, this.#at, character);
  }

  #text(text: string): void {
    this.#put({ kind: "text", text }, this.#at + text.length);
  }

  #put(node: Inline, end: number): void {
    const last = this.#out.at(-1);
    // Adjacent pieces of text become one node.
    if (node.kind !== "text" || last === undefined || !("node" in last) || last.node.kind !== "text")
      this.#budget.take(node.kind === "link" ? 2 : 1);
    this.#out.push({ node });
    this.#at = end;
    if (node.kind === "text" ? hasSubstance(node.text) : node.kind !== "break") this.#substance += 1;
  }
}

function rowLength(source: string, at: number, character: string): number {
  let end = at;
  while (source[end] === character) end += 1;
  return end - at;
}

/** Positions of the runs of one length, and the index of the first that can still close code. */
interface Ticks {
  places: number[];
  next: number;
}

/** Runs of backticks by length. A run without a counterpart is left out, because it is always text. */
function rowsOfTicks(source: string): Map<number, Ticks> {
  const rows = new Map<number, Ticks>();
  for (const match of source.matchAll(/`+/g)) {
    const ticks = rows.get(match[0].length) ?? { places: [], next: 0 };
    ticks.places.push(match.index);
    rows.set(match[0].length, ticks);
  }
  for (const [length, { places }] of rows) if (places.length < 2) rows.delete(length);
  return rows;
}

const bracket = (text: string, at: number) => ({
  node: { kind: "text", text } as const,
  end: at + 1,
  sign: 1,
});

function linkTo(href: string): Inline {
  if (safeHref(href) === null) return { kind: "text", text: href };
  return { kind: "link", href, title: "", host: "", children: [{ kind: "text", text: href }] };
}
