// Lets frames through in bundles, one an animation frame, so that the page draws once for all of them, whatever arrives. The
// first frame after a pause passes at once; order is kept. Each bundle ends after a few milliseconds and goes on in the next
// animation frame: people type and scroll meanwhile. A hidden tab draws nothing and its clocks are slowed down, by browsers and
// by battery savers, so there every frame passes as it arrives.
//
//   resting ──frame──► passed on, pacing ──frame──► queued ──animation frame──► passed on ──queue empty──► resting
import type { ServerFrame } from "@/net/protocol.gen";

/** Of the sixteen milliseconds between two pictures, so many are spent on what arrived. */
const SLICE_MS = 6;
/** Frames that wait. Beyond it all of them pass at once: one long moment is better than memory that grows. */
export const QUEUE_MAX = 5_000;

export interface PacerPorts {
  deliver: (frame: ServerFrame) => void;
  /** Runs a task before the next picture is drawn. */
  nextPicture: (task: () => void) => void;
  /** Whether nobody sees the page. */
  hidden: () => boolean;
  now: () => number;
}

export class FramePacer {
  readonly #ports: PacerPorts;
  #queue: (ServerFrame | null)[] = [];
  /** Where in the queue the newest frame about a person is, for frames of which only the newest counts. */
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

  /** Passes everything that waits. A frame that cannot be handled is skipped; those behind it are not held up. */
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

  /** Forgets what waits: somebody signed out. */
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
      // What is left keeps its place before anything that arrived meanwhile.
      this.#queue = [...bundle.slice(at), ...this.#queue];
      for (const [place, frame] of this.#queue.entries()) {
        const subject = frame === null ? null : subjectOf(frame);
        if (subject !== null) this.#newest.set(subject, place);
      }
    }
  }
}

/** What a frame without a version is about: a newer one makes it void. Frames with versions are never dropped. */
function subjectOf(frame: ServerFrame): string | null {
  if (frame.type === "presence") return `presence ${frame.user_id}`;
  if (frame.type === "user.updated") return `user ${frame.user.id}`;
  return null;
}
