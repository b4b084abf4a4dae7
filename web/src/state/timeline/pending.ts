// Messages of this user that the server has not numbered yet, shown after the newest message. They come from the outbox, in
// its order, and are removed when the socket's echo or a page contains them. Their rows keep their key, the id that the
// client chose.
import type { Message, MessageId } from "@/net/protocol.gen";
import type { Entry, Failure } from "./types";

export class Pending {
  #entries = new Map<MessageId, Entry>();
  readonly #changed: (id: MessageId) => void;

  constructor(changed: (id: MessageId) => void) {
    this.#changed = changed;
  }

  get ids(): MessageId[] {
    return [...this.#entries.keys()];
  }

  entry(id: MessageId): Entry | undefined {
    return this.#entries.get(id);
  }

  put(message: Message, failure: Failure | null): void {
    const held = this.#entries.get(message.id);
    const state = failure === null ? "sending" : "failed";
    if (held?.state === "sent" || (held?.state === state && held.failure?.code === failure?.code)) return;
    this.#entries.set(message.id, { id: message.id, message: held?.message ?? message, state, failure });
    this.#changed(message.id);
  }

  /** Marks a message as stored; its echo puts it in its place among the others. */
  acknowledge(id: MessageId, numbered: Pick<Message, "seq" | "created_at">): void {
    const held = this.#entries.get(id);
    if (held === undefined || held.state === "sent") return;
    this.#entries.set(id, { id, message: { ...held.message, ...numbered }, state: "sent", failure: null });
    this.#changed(id);
  }

  remove(id: MessageId): boolean {
    if (!this.#entries.delete(id)) return false;
    this.#changed(id);
    return true;
  }
}
