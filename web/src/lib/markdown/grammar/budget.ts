// The number of nodes that one message may produce. A short text can ask for ten thousand of them, and rendering those would
// block the page of everybody in the room. Beyond the budget the rest of the message is plain text.

/** More than the longest honest message needs, and still rendered within a few frames. */
export const NODES_MAX = 2_000;

/** Cost of a code block, which has a frame, a button and an icon. */
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
