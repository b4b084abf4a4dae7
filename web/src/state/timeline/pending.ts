// Messages that this person has written and the server has not numbered yet, shown behind the newest message. They come
// from the outbox in its order and leave when the echo of the socket or a page shows them numbered; the row's key, the id
// that the client chose, stays.
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

  /** The server has it; its place among the others follows with its echo. */
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
