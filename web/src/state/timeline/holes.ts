// Fetches what is missing inside a window, each hole once at a time; what stays missing is asked for again after a pause
// that grows (lib/backoff). Where the answer goes is the room's business.
import { backoffMs } from "@/lib/backoff";
import type { MessagesPage } from "@/net/protocol.gen";
import { retryAfterMs } from "../requests/apiError";
import type { Item } from "./types";

const BACKOFF_BASE_MS = 2_000;

export interface HolePorts {
  ask: (after: number) => Promise<MessagesPage>;
  /** Takes the missing messages, as a page cut down to them. */
  take: (page: MessagesPage) => void;
  /** Asks the room to call `fill` again. */
  again: () => void;
  delayed: (ms: number, task: () => void) => void;
  /** 0 ≤ x < 1. */
  random: () => number;
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
    let atLeastMs = 0;
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
    } catch (error) {
      // No answer is like an empty one: the hole stays and is asked for again.
      if (round !== this.#round) return;
      atLeastMs = retryAfterMs(error);
    }
    const { random } = this.#ports;
    const delay = backoffMs({ attempt: this.#attempt, baseMs: BACKOFF_BASE_MS, atLeastMs, random });
    this.#attempt += 1;
    this.#ports.delayed(delay, () => {
      if (round !== this.#round) return;
      this.#filling.delete(from);
      this.#ports.again();
    });
  }
}
