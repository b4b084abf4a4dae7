// Who wants to hear about what in one room. Changes are gathered during an operation and told once at its end, so that a row
// hears of its own message only and a list only of its membership.
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

  /** Marks a message, the list, or the newest edge as changed. */
  entry(id: MessageId): void {
    if (this.#entries.has(id)) this.#touched.add(id);
  }

  list(): void {
    this.#list = true;
  }

  edge(): void {
    this.#edge = true;
  }

  /** Tells everybody concerned. */
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
