// Spans of sequence numbers: which messages a window holds, in order. `seq` is dense, so a missing number is a missing message
// and holes are known without asking the server. Pure functions on numbers only.
import type { Item } from "./types";

/** A window on a room's history. `seqs` ascend strictly. */
export interface Span {
  seqs: number[];
  /** Whether messages older than the first exist. */
  hasBefore: boolean;
}

/** Merges two ascending lists; appending, as live messages do, needs no copy. */
export function unite(into: number[], more: readonly number[]): number[] {
  const last = into.at(-1);
  const first = more[0];
  if (first === undefined) return into;
  if (last === undefined || first > last) {
    for (const seq of more) into.push(seq);
    return into;
  }
  return [...new Set([...into, ...more])].toSorted((a, b) => a - b);
}

export function contains(seqs: readonly number[], seq: number): boolean {
  return seqs[lowerBound(seqs, seq)] === seq;
}

/** Index of the first number that is not below `seq`. */
export function lowerBound(seqs: readonly number[], seq: number): number {
  let low = 0;
  let high = seqs.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((seqs[middle] ?? 0) < seq) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Whether `later` begins inside `earlier` or right after it, so that joining them leaves no gap. */
export function meets(earlier: readonly number[], later: readonly number[]): boolean {
  const end = earlier.at(-1);
  const start = later[0];
  const begin = earlier[0];
  const finish = later.at(-1);
  if (end === undefined || start === undefined || begin === undefined || finish === undefined) return true;
  return start <= end + 1 && begin <= finish + 1;
}

/** Index range of at most `limit` numbers around `keep`. */
export function around(seqs: readonly number[], keep: number, limit: number): { from: number; to: number } {
  if (seqs.length <= limit) return { from: 0, to: seqs.length };
  const at = lowerBound(seqs, keep);
  const from = Math.max(0, Math.min(at - (limit >>> 1), seqs.length - limit));
  return { from, to: from + limit };
}

/** The rows of a span: its messages, and a hole wherever a number is missing between two of them. */
export function itemsOf(seqs: readonly number[], idOf: (seq: number) => string | undefined): Item[] {
  const items: Item[] = [];
  let previous: number | null = null;
  for (const seq of seqs) {
    if (previous !== null && seq > previous + 1)
      items.push({ kind: "hole", from: previous + 1, to: seq - 1 });
    const id = idOf(seq);
    if (id !== undefined) items.push({ kind: "message", id });
    previous = seq;
  }
  return items;
}
