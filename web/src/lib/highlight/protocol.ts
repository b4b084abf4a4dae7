// What the page and the highlighting worker say to each other.
import type { GrammarName } from "./languages";

/** So many characters of code in a colour; null: the text's own. */
export type Run = [length: number, color: string | null];

export interface Job {
  id: number;
  code: string;
  grammar: GrammarName;
}

export type Report =
  /** The grammar is ready and colouring begins now: the deadline runs from here. */
  { kind: "begun"; id: number } | { kind: "done"; id: number; runs: Run[] | null };
