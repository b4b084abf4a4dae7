// Messages between the page and the highlighting worker.
import type { GrammarName } from "./languages";

/** Number of characters and their CSS colour; null: the text colour. */
export type Run = [length: number, color: string | null];

export interface Job {
  id: number;
  code: string;
  grammar: GrammarName;
}

export type Report =
  /** The grammar is ready and colouring begins; the deadline starts here. */
  { kind: "begun"; id: number } | { kind: "done"; id: number; runs: Run[] | null };
