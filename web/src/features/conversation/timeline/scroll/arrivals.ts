// Which rows are animated when they appear: live messages at the newest end, and the user's own when sent. Each once; history
// never.
import type { RoomTimeline } from "@/state/timeline/room";
import type { ScrollOwner } from "./scrollOwner";

/** An own message older than this is being shown again, not sent. */
const OWN_WITHIN_MS = 1_000;
/** Animated rows remembered. */
const MAX = 50;

export class Arrivals {
  readonly #moved = new Set<string>();
  readonly #timeline: RoomTimeline;
  readonly #owner: ScrollOwner;

  constructor(timeline: RoomTimeline, owner: ScrollOwner) {
    this.#timeline = timeline;
    this.#owner = owner;
  }

  /** Returns the animation of a row that mounts. */
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
