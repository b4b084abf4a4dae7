// Which rows come in moving: a live message at the newest edge, and my own as I send it. Each once; history never.
import type { RoomTimeline } from "@/state/timeline/room";
import type { ScrollOwner } from "./scrollOwner";

/** An own message that was written longer ago is shown again, not sent. */
const OWN_WITHIN_MS = 1_000;
/** Rows remembered as having moved. */
const MAX = 50;

export class Arrivals {
  readonly #moved = new Set<string>();
  readonly #timeline: RoomTimeline;
  readonly #owner: ScrollOwner;

  constructor(timeline: RoomTimeline, owner: ScrollOwner) {
    this.#timeline = timeline;
    this.#owner = owner;
  }

  /** Asked when a row mounts. */
  arrival = (id: string): "message" | "own" | null => {
    const { stuck, revealed } = this.#owner.state();
    if (!revealed || this.#moved.has(id)) return null;
    const entry = this.#timeline.entry(id);
    const age = entry === undefined ? Infinity : Date.now() - Date.parse(entry.message.created_at);
    const own = entry?.state === "sending" && age < OWN_WITHIN_MS;
    const live = stuck && this.#timeline.edge().latest === id;
    if (!own && !live) return null;
    this.#moved.add(id);
    const oldest = this.#moved.values().next();
    if (this.#moved.size > MAX && !oldest.done) this.#moved.delete(oldest.value);
    return own ? "own" : "message";
  };
}
