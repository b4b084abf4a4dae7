// How many nodes one message may become. A short text can ask for ten thousand of them, and drawing those would hold up the page
// of everybody in the room; beyond the budget, the rest of the message is plain text.

/** More than the longest honest message needs, and drawn within a few frames. */
export const NODES_MAX = 2_000;

/** A block of code has a frame, a button and an icon. */
export const CODE_COST = 8;

export class Budget {
  #left: number;

  constructor(nodes = NODES_MAX) {
    this.#left = nodes;
  }

  get spent(): boolean {
    return this.#left <= 0;
  }

  affords(nodes: number): boolean {
    return this.#left >= nodes;
  }

  take(nodes: number): void {
    this.#left -= nodes;
  }
}
