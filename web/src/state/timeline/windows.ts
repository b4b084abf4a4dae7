// Which messages of a room are held: a live window that ends at the newest message, and at most one detached window further
// back in history. They share their messages' records, so a change is applied once. Bounds are enforced here; room.ts decides
// what to fetch and when.
import type { Message } from "@/net/protocol.gen";
import type { Records } from "./records";
import { around, contains, itemsOf, meets, unite, type Span } from "./spans";
import type { Item } from "./types";

/** Newest messages kept while a detached window is shown, so that the jump back shows them at once. */
const LIVE_TAIL = 200;

export class Windows {
  live: Span | null = null;
  detached: (Span & { hasAfter: boolean }) | null = null;
  view: "live" | "detached" = "live";
  readonly #records: Records;

  constructor(records: Records) {
    this.#records = records;
  }

  /** The window that is shown. */
  get shown(): Span | null {
    return this.view === "live" ? this.live : this.detached;
  }

  holds(seq: number): boolean {
    return (
      (this.live !== null && contains(this.live.seqs, seq)) ||
      (this.detached !== null && contains(this.detached.seqs, seq))
    );
  }

  items(): Item[] {
    const span = this.shown;
    return span === null ? [] : itemsOf(span.seqs, (seq) => this.#records.idOf(seq));
  }

  /** Takes the newest page. The live window keeps its older messages if there is no gap in between. */
  takeNewest(seqs: readonly number[], hasBefore: boolean): void {
    if (this.live !== null && meets(this.live.seqs, seqs)) {
      const older = (this.live.seqs[0] ?? Infinity) < (seqs[0] ?? Infinity);
      this.live.seqs = unite(this.live.seqs, seqs);
      if (!older) this.live.hasBefore = hasBefore;
    } else {
      const before = this.live?.seqs ?? [];
      this.live = { seqs: [...seqs], hasBefore };
      this.#release(before);
    }
    this.#join();
  }

  /** Takes a page around a message and shows it as the detached window, or joined to the live one if they meet. */
  takeAround(seqs: readonly number[], hasBefore: boolean, hasAfter: boolean): void {
    const before = this.detached?.seqs ?? [];
    this.detached = { seqs: [...seqs], hasBefore, hasAfter };
    this.view = "detached";
    this.#release(before);
    this.#join();
  }

  /** Takes the page before or after the shown window. */
  takeNext(direction: "before" | "after", seqs: readonly number[], more: boolean): void {
    const span = this.shown;
    if (span === null) return;
    span.seqs = unite(span.seqs, seqs);
    if (direction === "before") span.hasBefore = more;
    else if (this.view === "detached" && this.detached !== null) this.detached.hasAfter = more;
    this.#join();
  }

  /**
   * Adds a message from a live frame to the windows. Returns false if it belongs to history that is not held.
   */
  place(message: Message): boolean {
    const { seq } = message;
    let placed = false;
    if (this.live !== null) {
      const first = this.live.seqs[0];
      if (first === undefined ? !this.live.hasBefore : seq >= first) {
        this.live.seqs = unite(this.live.seqs, [seq]);
        placed = true;
      }
    }
    const span = this.detached;
    if (span !== null && seq >= (span.seqs[0] ?? Infinity) && seq <= (span.seqs.at(-1) ?? 0)) {
      span.seqs = unite(span.seqs, [seq]);
      placed = true;
    }
    if (placed) this.#join();
    return placed;
  }

  /** Shows the live window and drops the detached one. */
  showLive(): void {
    this.view = "live";
    const before = this.detached?.seqs ?? [];
    this.detached = null;
    this.#release(before);
  }

  /**
   * Keeps at most `limit` messages around `reading`. If that drops the newest ones of the live window, the part being read
   * becomes the detached window and a short tail stays live.
   */
  trim(limit: number, reading: number): void {
    const span = this.shown;
    if (span === null || span.seqs.length <= limit) return;
    const before = span.seqs;
    const cut = around(before, reading, limit);
    if (this.view === "live" && this.live !== null && cut.to < before.length) {
      this.detached = {
        seqs: before.slice(cut.from, cut.to),
        hasBefore: this.live.hasBefore || cut.from > 0,
        hasAfter: true,
      };
      this.live = { seqs: before.slice(Math.max(cut.to, before.length - LIVE_TAIL)), hasBefore: true };
      this.view = "detached";
    } else {
      span.seqs = before.slice(cut.from, cut.to);
      span.hasBefore ||= cut.from > 0;
      if (this.view === "detached" && this.detached !== null)
        this.detached.hasAfter ||= cut.to < before.length;
    }
    this.#release(before);
  }

  clear(): void {
    this.live = null;
    this.detached = null;
    this.view = "live";
    this.#records.clear();
  }

  /** Joins the detached window to the live one if they meet. */
  #join(): void {
    const { detached, live } = this;
    if (detached === null) return;
    if (live === null) {
      if (detached.hasAfter) return;
      this.live = { seqs: detached.seqs, hasBefore: detached.hasBefore };
    } else {
      if (detached.hasAfter && !meets(detached.seqs, live.seqs)) return;
      const older = (detached.seqs[0] ?? Infinity) <= (live.seqs[0] ?? Infinity);
      this.live = {
        seqs: unite([...detached.seqs], live.seqs),
        hasBefore: older ? detached.hasBefore : live.hasBefore,
      };
    }
    this.detached = null;
    this.view = "live";
  }

  #release(seqs: readonly number[]): void {
    for (const seq of seqs) if (!this.holds(seq)) this.#records.drop(seq);
  }
}
