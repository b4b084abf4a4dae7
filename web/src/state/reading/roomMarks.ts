// Read marks of the other members of the open room, by message: who has read up to exactly this one. A mark that moves
// notifies only the two messages concerned. Marks are never stored, are fetched again after an absence, and are missing for
// people who keep theirs private.
import { listMarks } from "@/net/api/reads";
import type { Mark, ServerFrame, UserRef } from "@/net/protocol.gen";
import { onFrame } from "../connection/connection";

const NOBODY: readonly UserRef[] = [];

export class RoomMarks {
  readonly #marks = new Map<string, Mark>();
  readonly #bySeq = new Map<number, readonly UserRef[]>();
  readonly #listeners = new Map<number, Set<() => void>>();

  /** People who have read up to exactly this message, latest first; the same array until its members change. */
  at = (seq: number): readonly UserRef[] => this.#bySeq.get(seq) ?? NOBODY;

  subscribe(seq: number, changed: () => void): () => void {
    const listeners = this.#listeners.get(seq) ?? new Set();
    this.#listeners.set(seq, listeners.add(changed));
    return () => {
      listeners.delete(changed);
      if (listeners.size === 0 && this.#listeners.get(seq) === listeners) this.#listeners.delete(seq);
    };
  }

  /** Takes the server's full list of marks; people not in it are removed. */
  learn(marks: readonly Mark[]): void {
    const known = new Set(marks.map(({ user }) => user.id));
    for (const [id, { seq }] of this.#marks) if (!known.has(id)) this.#take(id, seq);
    // The list begins with the latest mark, and `#put` adds at the front.
    for (const mark of marks.toReversed()) this.#put(mark);
  }

  /** Moves a person's mark to `seq`. Returns false if the person is unknown. */
  moved(userId: string, seq: number, at: string): boolean {
    const held = this.#marks.get(userId);
    if (held === undefined) return false;
    if (held.seq !== seq) this.#put({ ...held, seq, at });
    return true;
  }

  /** Moves an author's mark up to their own message, because authors have presumably read what came before. */
  wrote(userId: string, seq: number, at: string): void {
    if (seq > (this.#marks.get(userId)?.seq ?? Infinity)) this.moved(userId, seq, at);
  }

  #put(mark: Mark): void {
    const held = this.#marks.get(mark.user.id);
    // A slow answer can be older than a frame that arrived meanwhile.
    if (held !== undefined && held.at > mark.at) return;
    if (held?.seq === mark.seq && held.user.avatar_url === mark.user.avatar_url) return;
    if (held !== undefined) this.#take(held.user.id, held.seq);
    this.#marks.set(mark.user.id, mark);
    this.#bySeq.set(mark.seq, [mark.user, ...this.at(mark.seq)]);
    this.#tell(mark.seq);
  }

  #take(userId: string, seq: number): void {
    this.#marks.delete(userId);
    const left = this.at(seq).filter(({ id }) => id !== userId);
    if (left.length === 0) this.#bySeq.delete(seq);
    else this.#bySeq.set(seq, left);
    this.#tell(seq);
  }

  #tell(seq: number): void {
    for (const changed of this.#listeners.get(seq) ?? []) changed();
  }
}

/**
 * Keeps the marks of an open room current. Returns a function that stops it. A failed request is repeated on the next frame
 * that needs its answer.
 */
export function followMarks(marks: RoomMarks, roomId: string, me: string): () => void {
  let stopped = false;
  let asking = false;
  let again = false;
  const ask = async () => {
    again = asking;
    if (asking) return;
    asking = true;
    const found = await listMarks(roomId).catch(() => null);
    asking = false;
    if (stopped) return;
    if (found !== null) marks.learn(found.marks);
    // A request made meanwhile may be newer than this answer.
    if (again) await ask();
  };
  const hear = (frame: ServerFrame) => {
    switch (frame.type) {
      case "ready":
        void ask();
        break;
      case "read":
        if (frame.room_id !== roomId || frame.user_id === me) break;
        if (!marks.moved(frame.user_id, frame.seq, frame.at)) void ask();
        break;
      case "message.created":
        if (frame.room_id === roomId)
          marks.wrote(frame.message.author.id, frame.message.seq, frame.message.created_at);
        break;
      case "member.joined":
      case "member.left":
        if (frame.room_id === roomId) void ask();
        break;
      case "user.updated":
        void ask();
        break;
      default:
    }
  };
  const stopHearing = onFrame(hear);
  void ask();
  return () => {
    stopped = true;
    stopHearing();
  };
}
