// Fetches messages missing inside a window, with one request per hole at a time. A hole that stays open is requested again
// after a pause that grows to half a minute. The room decides what to do with the answer.
import type { MessagesPage } from "@/net/protocol.gen";
import type { Item } from "./types";

const RETRY_MS = 2_000;
const RETRY_MAX_MS = 30_000;

export interface HolePorts {
  ask: (after: number) => Promise<MessagesPage>;
  /** Takes the missing messages, as a page cut down to them. */
  take: (page: MessagesPage) => void;
  /** Asks the room to call `fill` again. */
  again: () => void;
  delayed: (ms: number, task: () => void) => void;
}

export class Holes {
  readonly #filling = new Set<number>();
  #attempt = 0;
  #round = 0;
  readonly #ports: HolePorts;

  constructor(ports: HolePorts) {
    this.#ports = ports;
  }

  /** Requests every hole among these rows that is not being requested yet. */
  fill(items: readonly Item[]): void {
    for (const item of items) {
      if (item.kind !== "hole" || this.#filling.has(item.from)) continue;
      this.#filling.add(item.from);
      void this.#ask(item.from, item.to);
    }
  }

  /** Discards all pending answers. */
  clear(): void {
    this.#round += 1;
    this.#filling.clear();
    this.#attempt = 0;
  }

  async #ask(from: number, to: number): Promise<void> {
    const round = this.#round;
    try {
      const page = await this.#ports.ask(from - 1);
      if (round !== this.#round) return;
      const messages = page.messages.filter((message) => message.seq <= to);
      if (messages.length > 0) {
        this.#filling.delete(from);
        this.#attempt = 0;
        this.#ports.take({ ...page, messages, has_after: true });
        return;
      }
    } catch {
      // A failure is treated like an empty page: the hole stays and is requested again.
      if (round !== this.#round) return;
    }
    const delay = Math.min(RETRY_MAX_MS, RETRY_MS * 2 ** this.#attempt);
    this.#attempt = Math.min(this.#attempt + 1, 10);
    this.#ports.delayed(delay, () => {
      if (round !== this.#round) return;
      this.#filling.delete(from);
      this.#ports.again();
    });
  }
}
