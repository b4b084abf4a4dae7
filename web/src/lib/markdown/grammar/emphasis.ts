// Pairs the marks of emphasis. Unpaired marks stay text, and so does a backslash before such a mark.
// Time is linear in the number of marks: each step consumes one.
import type { Inline } from "./ast";

/** A run of one mark in running text. */
export interface Delimiter {
  mark: "*" | "_" | "~" | "|";
  length: number;
  /** Whether emphasis can begin (`opens`) or end (`closes`) here. */
  opens: boolean;
  closes: boolean;
  /** Backslashes directly before it. */
  slashes: number;
  /** As typed, with its backslashes. */
  raw: string;
  /** Number of parts before it that are more than punctuation; a pair must enclose at least one. */
  substance: number;
}

export type Token = { node: Inline } | { delimiter: Delimiter };

type Kind = "strong" | "em" | "strike" | "spoiler";

/** Result of pairing a delimiter, from left to right: marks that close, marks that stay text, marks that open. */
interface Outcome {
  ends: number;
  left: number;
  begins: Kind[];
}

/** Deepest nesting of emphasis; deeper marks stay text. */
const DEPTH_MAX = 6;

export function emphasise(tokens: readonly Token[]): Inline[] {
  const delimiters = tokens.flatMap((token) => ("delimiter" in token ? [token.delimiter] : []));
  const escaped = escapedOf(delimiters);
  const outcomes = pair(delimiters, (delimiter) => escaped.has(delimiter) && delimiter.slashes % 2 === 1);
  return build(tokens, outcomes, escaped);
}

/** Delimiters whose backslashes escape something: without the backslashes they would have been paired. */
function escapedOf(delimiters: readonly Delimiter[]): Set<Delimiter> {
  if (delimiters.every((delimiter) => delimiter.slashes === 0)) return new Set();
  const trial = pair(delimiters, () => false);
  return new Set(
    delimiters.filter((delimiter) => {
      const outcome = trial.get(delimiter);
      return delimiter.slashes > 0 && outcome !== undefined && outcome.left < delimiter.length;
    }),
  );
}

function pair(
  delimiters: readonly Delimiter[],
  isLiteral: (delimiter: Delimiter) => boolean,
): Map<Delimiter, Outcome> {
  const outcomes = new Map<Delimiter, Outcome>();
  const open = new Openers();
  for (const delimiter of delimiters) {
    const outcome: Outcome = { ends: 0, left: delimiter.length, begins: [] };
    outcomes.set(delimiter, outcome);
    if (isLiteral(delimiter)) continue;
    while (delimiter.closes && outcome.left > 0 && open.has(delimiter.mark, outcome.left)) {
      const opener = open.last;
      const fits =
        opener !== undefined &&
        opener.delimiter.mark === delimiter.mark &&
        goTogether(opener.outcome.left, outcome.left) &&
        opener.inside < DEPTH_MAX;
      // Inner openers without an end before this one stay text.
      if (!fits) {
        open.drop();
        continue;
      }
      if (opener.delimiter.substance === delimiter.substance) break;
      const used = usedBy(delimiter.mark, opener.outcome.left, outcome.left);
      open.use(used);
      opener.outcome.begins.push(kindOf(delimiter.mark, used));
      outcome.ends += 1;
      outcome.left -= used;
    }
    if (delimiter.opens && outcome.left > 0) open.push({ delimiter, outcome, inside: 0 });
  }
  return outcomes;
}

interface Opener {
  delimiter: Delimiter;
  outcome: Outcome;
  /** Depth of the emphasis nested inside. */
  inside: number;
}

/** Openers without an end so far, counted by mark and length. */
class Openers {
  readonly #stack: Opener[] = [];
  /** Counts by mark, then by length from 0 to 3. */
  readonly #count = Array.from({ length: 4 * MARKS.length }, () => 0);

  get last(): Opener | undefined {
    return this.#stack.at(-1);
  }

  has(mark: Delimiter["mark"], length: number): boolean {
    for (let left = 1; left <= 3; left += 1)
      if (goTogether(left, length) && (this.#count[placeOf(mark, left)] ?? 0) > 0) return true;
    return false;
  }

  push(opener: Opener): void {
    this.#stack.push(opener);
    this.#note(opener, 1);
  }

  /** Takes marks from the last opener, which now has emphasis inside. */
  use(marks: number): void {
    const opener = this.last;
    if (opener === undefined) return;
    this.#note(opener, -1);
    opener.outcome.left -= marks;
    opener.inside += 1;
    this.#note(opener, 1);
    if (opener.outcome.left === 0) this.drop();
  }

  drop(): void {
    const dropped = this.#stack.pop();
    if (dropped === undefined) return;
    this.#note(dropped, -1);
    const around = this.last;
    if (around !== undefined) around.inside = Math.max(around.inside, dropped.inside);
  }

  #note({ delimiter, outcome }: Opener, more: number): void {
    const place = placeOf(delimiter.mark, outcome.left);
    this.#count[place] = (this.#count[place] ?? 0) + more;
  }
}

const MARKS = "*_~|";
const placeOf = (mark: Delimiter["mark"], length: number): number => MARKS.indexOf(mark) * 4 + length;

/** Whether runs can pair: equal lengths do, and three pair with any length. */
const goTogether = (opening: number, closing: number): boolean =>
  opening === closing || opening === 3 || closing === 3;

/** Number of marks that a pair consumes. Three meeting three become emphasis inside strong emphasis. */
function usedBy(mark: Delimiter["mark"], opening: number, closing: number): number {
  if (mark === "~" || mark === "|") return 2;
  return Math.min(opening, closing) >= 2 && !(opening === 3 && closing === 3) ? 2 : 1;
}

function kindOf(mark: Delimiter["mark"], used: number): Kind {
  if (mark === "~") return "strike";
  if (mark === "|") return "spoiler";
  return used === 2 ? "strong" : "em";
}

function build(
  tokens: readonly Token[],
  outcomes: Map<Delimiter, Outcome>,
  escaped: ReadonlySet<Delimiter>,
): Inline[] {
  const root: Inline[] = [];
  const stack: { kind: Kind; children: Inline[] }[] = [];
  const put = (node: Inline) => append(stack.at(-1)?.children ?? root, node);
  for (const token of tokens) {
    if ("node" in token) {
      put(token.node);
      continue;
    }
    const { delimiter } = token;
    const { ends, left, begins } = outcomes.get(delimiter) ?? { ends: 0, left: delimiter.length, begins: [] };
    if (ends === 0 && begins.length === 0 && !escaped.has(delimiter)) {
      put({ kind: "text", text: delimiter.raw });
      continue;
    }
    const slashes = Math.floor(delimiter.slashes / 2);
    if (slashes > 0) put({ kind: "text", text: "\\".repeat(slashes) });
    for (let n = 0; n < ends; n += 1) {
      const done = stack.pop();
      if (done !== undefined) put(done);
    }
    if (left > 0) put({ kind: "text", text: delimiter.mark.repeat(left) });
    for (const kind of begins.toReversed()) stack.push({ kind, children: [] });
  }
  return root;
}

function append(nodes: Inline[], node: Inline): void {
  const last = nodes.at(-1);
  if (node.kind === "text" && last?.kind === "text")
    nodes[nodes.length - 1] = { kind: "text", text: last.text + node.text };
  else nodes.push(node);
}
