// Delivers frames in batches, one per animation frame, so that the page renders once for all of them. The first frame after a
// pause is delivered at once; order is kept. Each batch ends after a few milliseconds and continues in the next animation
// frame, so that typing and scrolling stay smooth. A hidden tab renders nothing and its timers are throttled, so there every
// frame is delivered as it arrives.
//
//   resting ──frame──► delivered, pacing ──frame──► queued ──animation frame──► delivered ──queue empty──► resting
import type { ServerFrame } from "@/net/protocol.gen";

/** Milliseconds spent on deliveries, out of the 16 between two animation frames. */
const SLICE_MS = 6;
/** Queued frames. Beyond it all of them are delivered at once: one long task is better than growing memory. */
export const QUEUE_MAX = 5_000;

export interface PacerPorts {
  deliver: (frame: ServerFrame) => void;
  /** Runs a task in the next animation frame. */
  nextPicture: (task: () => void) => void;
  /** Whether the page is hidden. */
  hidden: () => boolean;
  now: () => number;
}

export class FramePacer {
  readonly #ports: PacerPorts;
  #queue: (ServerFrame | null)[] = [];
  /** Queue index of the newest frame by subject, for frames of which only the newest matters. */
  readonly #newest = new Map<string, number>();
  #pacing = false;

  constructor(ports: PacerPorts) {
    this.#ports = ports;
  }

  push(frame: ServerFrame): void {
    if (this.#ports.hidden()) {
      this.#queue.push(frame);
      this.flush();
      return;
    }
    if (!this.#pacing) {
      this.#pace();
      this.#ports.deliver(frame);
      return;
    }
    const subject = subjectOf(frame);
    if (subject !== null) {
      const older = this.#newest.get(subject);
      if (older !== undefined) this.#queue[older] = null;
      this.#newest.set(subject, this.#queue.length);
    }
    this.#queue.push(frame);
    if (this.#queue.length >= QUEUE_MAX) this.flush();
  }

  /** Delivers the whole queue. A frame whose handler throws is skipped and does not hold up those behind it. */
  flush(): void {
    const failures: unknown[] = [];
    while (this.#queue.length > 0) {
      try {
        this.#pass(Number.POSITIVE_INFINITY);
      } catch (failure) {
        failures.push(failure);
      }
    }
    if (failures.length > 0) throw failures[0];
  }

  /** Empties the queue, on sign-out. */
  clear(): void {
    this.#queue = [];
    this.#newest.clear();
  }

  #pace(): void {
    this.#pacing = true;
    this.#ports.nextPicture(() => {
      this.#pacing = this.#queue.length > 0;
      if (!this.#pacing) return;
      try {
        this.#pass(this.#ports.now() + SLICE_MS);
      } finally {
        this.#pace();
      }
    });
  }

  #pass(until: number): void {
    const bundle = this.#queue;
    this.#queue = [];
    this.#newest.clear();
    let at = 0;
    try {
      while (at < bundle.length && (at === 0 || this.#ports.now() < until)) {
        const frame = bundle[at];
        at += 1;
        if (frame != null) this.#ports.deliver(frame);
      }
    } finally {
      // The rest of the batch stays ahead of frames that arrived meanwhile.
      this.#queue = [...bundle.slice(at), ...this.#queue];
      for (const [place, frame] of this.#queue.entries()) {
        const subject = frame === null ? null : subjectOf(frame);
        if (subject !== null) this.#newest.set(subject, place);
      }
    }
  }
}

/** Subject of an unversioned frame, which a newer one on the same subject replaces; null for versioned frames. */
function subjectOf(frame: ServerFrame): string | null {
  if (frame.type === "presence") return `presence ${frame.user_id}`;
  if (frame.type === "user.updated") return `user ${frame.user.id}`;
  return null;
}
