// The last changes applied to a room. They bring a page read from an older snapshot up to the current version; if they do not
// reach back far enough, `changes` must be fetched.
import type { Message } from "@/net/protocol.gen";
import type { TouchFrame } from "./records";

export type Change =
  | { kind: "put"; messages: readonly Message[]; asOf: number }
  | { kind: "touch"; frame: TouchFrame };

interface Step {
  /** Room version before the change. */
  from: number;
  change: Change | null;
}

/** Steps kept: about what one page request can miss in a very busy room. */
const MAX = 256;

export class Recent {
  #steps: Step[] = [];

  /** Records the change that left version `from`; null if it concerned no message. */
  add(from: number, change: Change | null): void {
    this.#steps.push({ from, change });
    if (this.#steps.length > MAX) this.#steps.shift();
  }

  /** The changes since `version`, or null if that is older than the oldest step. */
  since(version: number): Change[] | null {
    const start = this.#steps.findIndex((step) => step.from >= version);
    const first = this.#steps[0];
    if (first === undefined || first.from > version) return null;
    const from = start === -1 ? this.#steps.length : start;
    // Includes a step that began before `version` and ended after it (an answer of `changes`).
    return this.#steps
      .slice(Math.max(0, from - 1))
      .flatMap((step) => (step.change === null ? [] : [step.change]));
  }

  clear(): void {
    this.#steps = [];
  }
}
