// Which row is the list's tab stop, which one the pointer is on, and which one is highlighted after a jump. Rows subscribe, so
// that a move renders two rows and not the list.

type Listener = () => void;

export class RowFocus {
  #focused: string | null = null;
  #lit: string | null = null;
  #pointed: string | null = null;
  readonly #listeners = new Set<Listener>();

  get focused(): string | null {
    return this.#focused;
  }

  get lit(): string | null {
    return this.#lit;
  }

  /** Key of the row under the pointer, the only one whose toolbar shows. */
  get pointed(): string | null {
    return this.#pointed;
  }

  subscribe = (listener: Listener): Listener => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  focus(key: string | null): void {
    if (key === this.#focused) return;
    this.#focused = key;
    this.#tell();
  }

  light(key: string | null): void {
    if (key === this.#lit) return;
    this.#lit = key;
    this.#tell();
  }

  point(key: string | null): void {
    if (key === this.#pointed) return;
    this.#pointed = key;
    this.#tell();
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
