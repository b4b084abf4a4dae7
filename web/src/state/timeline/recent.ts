// The last changes of a room as they were applied. A page that was read from an older snapshot than the one we stand at is
// brought up to date with them; where they do not reach back far enough, `changes` must be fetched.
import type { Message } from "@/net/protocol.gen";
import type { TouchFrame } from "./records";

export type Change =
  | { kind: "put"; messages: readonly Message[]; asOf: number }
  | { kind: "touch"; frame: TouchFrame };

interface Step {
  /** The change leads from this version … */
  from: number;
  change: Change | null;
}

/** Steps kept: about what one page request can miss in a room at full flow. */
const MAX = 256;

export class Recent {
  #steps: Step[] = [];

  /** Remembers how the room left version `from`; null where no message was concerned. */
  add(from: number, change: Change | null): void {
    this.#steps.push({ from, change });
    if (this.#steps.length > MAX) this.#steps.shift();
  }

  /** The changes since `version`, or null where that is longer ago than is remembered. */
  since(version: number): Change[] | null {
    const start = this.#steps.findIndex((step) => step.from >= version);
    const first = this.#steps[0];
    if (first === undefined || first.from > version) return null;
    const from = start === -1 ? this.#steps.length : start;
    // A step that began before `version` and ended after it (an answer of `changes`) belongs to them, too.
    return this.#steps
      .slice(Math.max(0, from - 1))
      .flatMap((step) => (step.change === null ? [] : [step.change]));
  }

  clear(): void {
    this.#steps = [];
  }
}
