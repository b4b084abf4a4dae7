// Inline grammar: code, strong, em, strike, links, addresses, mentions, shortcodes, line breaks. What does not match stays the
// text it is. Work is bounded: emphasis nests at most so deep, every closing mark is looked for once, and a message makes at
// most as many nodes as its budget allows.
import type { Inline } from "./ast";
import { Budget } from "./budget";
import { emojiOf } from "./emoji";
import { bareLink, safeHref } from "./links";

const DEPTH_MAX = 6;
const MARKS = [
  { mark: "**", kind: "strong" },
  { mark: "__", kind: "strong" },
  { mark: "~~", kind: "strike" },
  { mark: "*", kind: "em" },
  { mark: "_", kind: "em" },
] as const;
const WORD = /[\p{L}\p{N}_]/u;
const MENTION = /^@([a-z0-9_](?:[a-z0-9_.-]{0,30}[a-z0-9_])?)/i;
const SHORTCODE = /^:([a-z0-9_+-]{1,30}):/;
const LINK =
  /^\[((?:[^[\]\\\n]|\\.){1,500})\]\((<[^<>\s]{1,2000}>|[^\s()<>]{1,2000}(?:\([^\s()<>]*\)[^\s()<>]*)*)\)/;
const ESCAPABLE = /[\\`*_~[\]()#>+\-.!:@|]/;

export function parseInline(source: string, budget = new Budget(), depth = 0): Inline[] {
  const out: Inline[] = [];
  let text = "";
  const flush = () => {
    if (text === "") return;
    out.push({ kind: "text", text });
    budget.take(1);
    text = "";
  };
  const put = (node: Inline) => {
    flush();
    out.push(node);
    budget.take(1);
  };
  /** Marks that are known to have no end further on. */
  const unclosed = new Set<string>();

  let at = 0;
  while (at < source.length) {
    if (budget.spent) {
      // The message shows white space as it is: even line breaks need no node.
      text += source.slice(at);
      break;
    }
    const character = source[at] ?? "";
    const rest = () => source.slice(at);
    if (character === "\n") {
      put({ kind: "break" });
      at += 1;
    } else if (character === "\\" && ESCAPABLE.test(source[at + 1] ?? "")) {
      text += source[at + 1];
      at += 2;
    } else if (character === "`") {
      const fence = /^`+/.exec(rest())?.[0] ?? "`";
      const end = unclosed.has(fence) ? -1 : closingFence(source, at + fence.length, fence);
      if (end === -1) {
        unclosed.add(fence);
        text += fence;
        at += fence.length;
      } else {
        const inside = source.slice(at + fence.length, end);
        const padded = inside.startsWith(" ") && inside.endsWith(" ") && inside.trim() !== "";
        const trimmed = padded ? inside.slice(1, -1) : inside;
        put({ kind: "code", text: trimmed.replaceAll("\n", " ") });
        at = end + fence.length;
      }
    } else if (character === "[") {
      const match = depth < DEPTH_MAX ? LINK.exec(source.slice(at, at + 3_000)) : null;
      const href = match === null ? null : safeHref((match[2] ?? "").replace(/^<|>$/g, ""));
      if (match === null || href === null) {
        text += character;
        at += 1;
      } else {
        put({ kind: "link", href, children: withoutLinks(parseInline(match[1] ?? "", budget, depth + 1)) });
        at += match[0].length;
      }
    } else if ((character === "h" || character === "H") && !WORD.test(source[at - 1] ?? "")) {
      const href = bareLink(source.slice(at, at + 2_000));
      if (href === null) {
        text += character;
        at += 1;
      } else {
        put({ kind: "link", href, children: [{ kind: "text", text: href }] });
        budget.take(1);
        at += href.length;
      }
    } else if (character === "@" && !WORD.test(source[at - 1] ?? "")) {
      const match = MENTION.exec(source.slice(at, at + 40));
      if (match === null) text += character;
      else put({ kind: "mention", name: (match[1] ?? "").toLowerCase(), text: match[0] });
      at += match?.[0].length ?? 1;
    } else if (character === ":" && !WORD.test(source[at - 1] ?? "")) {
      const match = SHORTCODE.exec(source.slice(at, at + 34));
      const emoji = match === null ? undefined : emojiOf(match[1] ?? "");
      text += emoji ?? character;
      at += emoji === undefined ? 1 : (match?.[0].length ?? 1);
    } else {
      const mark = MARKS.find((m) => source.startsWith(m.mark, at));
      const end =
        mark === undefined || depth >= DEPTH_MAX || unclosed.has(mark.mark)
          ? -1
          : closingMark(source, at, mark.mark);
      if (mark === undefined) {
        text += character;
        at += 1;
      } else if (end === -1) {
        if (opens(source, at, mark.mark)) unclosed.add(mark.mark);
        text += mark.mark;
        at += mark.mark.length;
      } else {
        const inside = source.slice(at + mark.mark.length, end);
        put({ kind: mark.kind, children: parseInline(inside, budget, depth + 1) });
        at = end + mark.mark.length;
      }
    }
  }
  flush();
  return out;
}

/** Whether a mark may open: something follows it at once, and an underscore does not stand inside a word. */
function opens(source: string, at: number, mark: string): boolean {
  const next = source[at + mark.length] ?? " ";
  // Three marks open strong around em.
  const triple = mark.length === 2 && next === mark[0] && !/[\s*_]/.test(source[at + 3] ?? " ");
  if (/\s/.test(next) || (next === mark[0] && !triple)) return false;
  return mark[0] !== "_" || !WORD.test(source[at - 1] ?? "");
}

function closingMark(source: string, at: number, mark: string): number {
  if (!opens(source, at, mark)) return -1;
  let from = at + mark.length;
  for (;;) {
    let end = source.indexOf(mark, from);
    if (end === -1) return -1;
    while (mark.length === 2 && source[end + 2] === mark[0]) end += 1;
    const before = source[end - 1] ?? "";
    const after = source[end + mark.length] ?? "";
    const doubled = mark.length === 1 && (after === mark || before === mark);
    const inWord = mark[0] === "_" && WORD.test(after);
    if (!/\s/.test(before) && before !== "\\" && !doubled && !inWord) return end;
    from = end + (doubled ? 2 : mark.length);
  }
}

function closingFence(source: string, from: number, fence: string): number {
  let end = source.indexOf(fence, from);
  while (end !== -1 && (source[end + fence.length] === "`" || source[end - 1] === "`")) {
    let next = end;
    while (source[next] === "`") next += 1;
    end = source.indexOf(fence, next);
  }
  return end;
}

/** A link does not stand inside a link. */
function withoutLinks(nodes: Inline[]): Inline[] {
  return nodes.flatMap((node): Inline[] => {
    if (node.kind === "link") return withoutLinks(node.children);
    if (node.kind === "mention") return [{ kind: "text", text: node.text }];
    return "children" in node ? [{ ...node, children: withoutLinks(node.children) }] : [node];
  });
}
