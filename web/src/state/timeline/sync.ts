// Keeps one room at the server's version. It orders, drops and fetches; room.ts applies frames to messages.
//
//   empty ──begin──► loading ──loaded──► current
//   current ──frame of the next version──► current (applied)
//   current ──held version──► current (ignored)
//   current ──gap, resync, other version in ready──► catching ──changes──► current (queued frames applied)
//   catching ──no answer──► catching (lib/backoff) │ ──still a gap──► catching
//   current, catching ──reset, or another epoch──► empty (owner drops everything and loads anew)
//   loading, catching, current ──room gone, or not in ready──► lost ──in ready again──► empty
//
// While loading and catching, live frames queue; past the bound the queue is thrown away, because what it held is known to
// be missing (`seen`) and the next `changes` brings it.
import { backoffMs } from "@/lib/backoff";
import type { Changes, ServerFrame } from "@/net/protocol.gen";
import { retryAfterMs } from "../requests/apiError";
import type { TimelinePorts } from "./types";

/** Frames that carry a room's next version. */
export type DurableFrame = Exclude<
  Extract<ServerFrame, { room_id: string; version: number }>,
  { type: "ack" | "resync" }
>;

export interface SyncOwner {
  apply: (frame: DurableFrame) => void;
  applyChanges: (changes: Changes, since: number) => void;
  /** Drops everything held. */
  reset: () => void;
  /** Called on entering or leaving `lost`. */
  lost: (lost: boolean) => void;
  /** Called when an answer and the frames queued behind it have been applied. */
  settled: () => void;
}

const QUEUE_MAX = 1_000;
const RESYNC_JITTER_MS = 500;
const BACKOFF_BASE_MS = 500;

export class RoomSync {
  state: "empty" | "loading" | "current" | "catching" | "lost" = "empty";
  version = 0;
  epoch = "";
  #queue: DurableFrame[] = [];
  /** The highest version known to exist; below it the room is not current. */
  #seen = 0;
  #attempt = 0;
  #timer: unknown = null;
  /** Answers of an earlier round are discarded. */
  #round = 0;
  #asking = false;
  readonly #roomId: string;
  readonly #ports: TimelinePorts;
  readonly #owner: SyncOwner;

  constructor(roomId: string, ports: TimelinePorts, owner: SyncOwner) {
    this.#roomId = roomId;
    this.#ports = ports;
    this.#owner = owner;
  }

  /** The first page has been requested. */
  begin(): void {
    if (this.state === "empty" || this.state === "lost") this.state = "loading";
  }

  /** The first page has arrived, read at `version`. */
  loaded(version: number, epoch: string): void {
    this.version = version;
    this.epoch = epoch;
    this.state = "current";
    this.#drain();
  }

  /** The first page failed to load; it can be requested again. */
  failed(): void {
    if (this.state === "loading") this.state = "empty";
    this.#queue = [];
  }

  frame(frame: DurableFrame): void {
    if (this.state === "empty" || this.state === "lost") return;
    this.#seen = Math.max(this.#seen, frame.version);
    if (this.state === "current" && frame.version === this.version + 1) {
      this.version = frame.version;
      this.#owner.apply(frame);
    } else if (this.state !== "current") {
      this.#enqueue(frame);
    } else if (frame.version > this.version) {
      this.#enqueue(frame);
      this.#catchUp(0);
    }
  }

  /** Handles `resync`: frames were dropped. Many clients get it at once, hence the jitter. */
  resync(version: number): void {
    this.#seen = Math.max(this.#seen, version);
    if (this.state === "current" && version > this.version)
      this.#catchUp(this.#ports.random() * RESYNC_JITTER_MS);
  }

  /** Notes that `version` exists (known from an ack) and fetches it unless it is held. */
  expect(version: number): void {
    this.#seen = Math.max(this.#seen, version);
    if (this.state === "current" && version > this.version) this.#catchUp(0);
  }

  /** Handles the room's version from `ready`; undefined means that the user is not in the room. */
  ready(version: number | undefined, epoch: string): void {
    if (version === undefined) {
      if (this.state !== "empty") this.lose();
      return;
    }
    this.regain();
    if (this.state === "empty") return;
    if (this.epoch !== "" && this.epoch !== epoch) return this.#restart();
    if (this.state === "current" && version < this.version) return this.#restart();
    this.#seen = Math.max(this.#seen, version);
    if (this.state === "loading") return;
    this.#attempt = 0;
    if (version !== this.version || this.state === "catching") {
      if (!this.#asking) this.#catchUp(0);
    }
  }

  /** Fetches everything since `version` again, because a page is older than the remembered changes. */
  catchUpFrom(version: number): void {
    if (this.state !== "current" && this.state !== "catching") return;
    this.#seen = Math.max(this.#seen, this.version);
    this.version = Math.min(this.version, version);
    this.#catchUp(0);
  }

  /** Starts over after a page of another epoch: everything held belongs to a history that was rewound. */
  restart(): void {
    this.#restart();
  }

  /** Called when access is regained. */
  regain(): void {
    if (this.state !== "lost") return;
    this.state = "empty";
    this.#owner.lost(false);
  }

  lose(): void {
    this.#stop();
    this.state = "lost";
    this.#owner.lost(true);
  }

  /** Drops everything, timers included. */
  stop(): void {
    this.#stop();
    this.state = "empty";
  }

  #stop(): void {
    this.#round += 1;
    this.#asking = false;
    this.#queue = [];
    this.#seen = 0;
    this.#attempt = 0;
    this.version = 0;
    this.epoch = "";
    if (this.#timer !== null) this.#ports.clearTimer(this.#timer);
    this.#timer = null;
  }

  #restart(): void {
    this.stop();
    this.#owner.reset();
  }

  #enqueue(frame: DurableFrame): void {
    if (this.#queue.length >= QUEUE_MAX) this.#queue = [];
    this.#queue.push(frame);
  }

  #catchUp(afterMs: number): void {
    this.state = "catching";
    this.#round += 1;
    this.#asking = false;
    const round = this.#round;
    if (this.#timer !== null) this.#ports.clearTimer(this.#timer);
    this.#timer = null;
    if (afterMs <= 0) void this.#ask(round);
    else this.#timer = this.#ports.setTimer(() => void this.#ask(round), afterMs);
  }

  async #ask(round: number): Promise<void> {
    this.#timer = null;
    this.#asking = true;
    const since = this.version;
    try {
      const changes = await this.#ports.getChanges(this.#roomId, since, this.epoch);
      if (round !== this.#round) return;
      this.#asking = false;
      if (changes.reset || changes.epoch !== this.epoch) return this.#restart();
      this.version = changes.version;
      this.state = "current";
      if (changes.version > since) this.#attempt = 0;
      this.#owner.applyChanges(changes, since);
      this.#drain();
      this.#owner.settled();
    } catch (error) {
      if (round !== this.#round) return;
      this.#asking = false;
      if (this.#ports.isGone(error)) this.lose();
      else this.#later(retryAfterMs(error));
    }
  }

  #drain(): void {
    const queue = this.#queue.toSorted((a, b) => a.version - b.version);
    this.#queue = [];
    for (const frame of queue) {
      if (frame.version <= this.version) continue;
      if (frame.version > this.version + 1) this.#queue.push(frame);
      else {
        this.version = frame.version;
        this.#owner.apply(frame);
      }
    }
    if (this.#seen > this.version) this.#later();
  }

  /** Once more: at once the first time, then with growing pauses, so that a server that lags is not stormed. */
  #later(atLeastMs = 0): void {
    const { random } = this.#ports;
    const attempt = this.#attempt - 1;
    const delay =
      attempt < 0 ? atLeastMs : backoffMs({ attempt, baseMs: BACKOFF_BASE_MS, atLeastMs, random });
    this.#attempt += 1;
    this.#catchUp(Math.max(1, delay));
  }
}
