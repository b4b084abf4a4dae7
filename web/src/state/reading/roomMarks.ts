// How far the others have read in the open room, by message: each message knows who has read up to exactly it. A mark that
// moves concerns two messages and tells nobody else. Marks are a picture of the moment: never stored, asked for anew after an
// absence, and absent of whoever keeps theirs private.
import { listMarks } from "@/net/api/reads";
import type { Mark, ServerFrame, UserRef } from "@/net/protocol.gen";
import { onFrame } from "../connection/connection";

const NOBODY: readonly UserRef[] = [];

export class RoomMarks {
  readonly #marks = new Map<string, Mark>();
  readonly #bySeq = new Map<number, readonly UserRef[]>();
  readonly #listeners = new Map<number, Set<() => void>>();

  /** Who has read up to exactly this message, who came last first. The array changes only with its people. */
  at = (seq: number): readonly UserRef[] => this.#bySeq.get(seq) ?? NOBODY;

  subscribe(seq: number, changed: () => void): () => void {
    const listeners = this.#listeners.get(seq) ?? new Set();
    this.#listeners.set(seq, listeners.add(changed));
    return () => {
      listeners.delete(changed);
      if (listeners.size === 0 && this.#listeners.get(seq) === listeners) this.#listeners.delete(seq);
    };
  }

  /** All marks, as the server has them: who is not among them is forgotten. */
  learn(marks: readonly Mark[]): void {
    const known = new Set(marks.map(({ user }) => user.id));
    for (const [id, { seq }] of this.#marks) if (!known.has(id)) this.#take(id, seq);
    // The list begins with who moved last; each is put in front of those before.
    for (const mark of marks.toReversed()) this.#put(mark);
  }

  /** Somebody's mark stands at `seq` now. False: nobody knows who that is. */
  moved(userId: string, seq: number, at: string): boolean {
    const held = this.#marks.get(userId);
    if (held === undefined) return false;
    if (held.seq !== seq) this.#put({ ...held, seq, at });
    return true;
  }

  /** Who writes has read what came before, as far as anybody can know. */
  wrote(userId: string, seq: number, at: string): void {
    if (seq > (this.#marks.get(userId)?.seq ?? Infinity)) this.moved(userId, seq, at);
  }

  #put(mark: Mark): void {
    const held = this.#marks.get(mark.user.id);
    // An answer that took long knows less than a frame that came meanwhile.
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
 * Keeps the marks of a room true while it is open. Returns how to stop. A failed question is asked again by the next frame
 * that it would have explained.
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
    // What was asked for meanwhile may not be in that answer.
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
