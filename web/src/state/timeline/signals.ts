// Subscriptions to one room. Changes are collected during an operation and signalled once at its end: to a row only for its
// own message, to a list only when its rows change.
import type { MessageId } from "@/net/protocol.gen";

type Listener = () => void;

export class Signals {
  readonly #lists = new Set<Listener>();
  readonly #edges = new Set<Listener>();
  readonly #entries = new Map<MessageId, Set<Listener>>();
  readonly #touched = new Set<MessageId>();
  #list = false;
  #edge = false;

  get listChanged(): boolean {
    return this.#list;
  }

  onList(listener: Listener): Listener {
    this.#lists.add(listener);
    return () => this.#lists.delete(listener);
  }

  onEdge(listener: Listener): Listener {
    this.#edges.add(listener);
    return () => this.#edges.delete(listener);
  }

  onEntry(id: MessageId, listener: Listener): Listener {
    const listeners = this.#entries.get(id) ?? new Set();
    listeners.add(listener);
    this.#entries.set(id, listeners);
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0 && this.#entries.get(id) === listeners) this.#entries.delete(id);
    };
  }

  /** Marks a message as changed; `list` and `edge` do the same for the list and the newest edge. */
  entry(id: MessageId): void {
    if (this.#entries.has(id)) this.#touched.add(id);
  }

  list(): void {
    this.#list = true;
  }

  edge(): void {
    this.#edge = true;
  }

  /** Notifies the listeners of everything marked. */
  flush(): void {
    const heard: Listener[] = [];
    for (const id of this.#touched) heard.push(...(this.#entries.get(id) ?? []));
    if (this.#list) heard.push(...this.#lists);
    if (this.#edge) heard.push(...this.#edges);
    this.#touched.clear();
    this.#list = false;
    this.#edge = false;
    for (const listener of heard) listener();
  }
}
