// The draft of each room: its text and the message it replies to. Stored on this device within 300 ms of the last keystroke,
// and at once when the page is hidden. Between tabs the last writer wins. It sends nothing.
import type { ReplyQuote, RoomId } from "@/net/protocol.gen";

export interface Draft {
  room_id: RoomId;
  text: string;
  reply_to: ReplyQuote | null;
}

export interface DraftStore {
  all: () => Promise<Draft[]>;
  put: (draft: Draft) => Promise<void>;
  delete: (roomId: RoomId) => Promise<void>;
}

export interface DraftPorts {
  store: DraftStore;
  setTimer: (task: () => void, ms: number) => unknown;
  clearTimer: (timer: unknown) => void;
  /** Notifies the other tabs. */
  broadcast: (draft: Draft) => void;
}

const WRITE_AFTER_MS = 250;

export class Drafts {
  readonly #ports: DraftPorts;
  readonly #drafts = new Map<RoomId, Draft>();
  readonly #dirty = new Set<RoomId>();
  readonly #listeners = new Set<() => void>();
  #timer: unknown = null;
  #rooms: ReadonlySet<RoomId> = new Set();

  constructor(ports: DraftPorts) {
    this.#ports = ports;
  }

  /** Loads the drafts of an earlier page; text typed meanwhile wins. */
  async load(): Promise<void> {
    for (const draft of await this.#ports.store.all())
      if (!this.#drafts.has(draft.room_id)) this.#drafts.set(draft.room_id, draft);
    this.#tell();
  }

  /** The room's draft; the same object until it changes, undefined if there is none. */
  get = (roomId: RoomId): Draft | undefined => this.#drafts.get(roomId);

  /** Rooms with a draft, for the pencil in the room list; a new set only when its members change. */
  rooms = (): ReadonlySet<RoomId> => this.#rooms;

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  setText(roomId: RoomId, text: string): void {
    this.#set({ room_id: roomId, text, reply_to: this.#drafts.get(roomId)?.reply_to ?? null });
  }

  setReply(roomId: RoomId, reply: ReplyQuote | null): void {
    this.#set({ room_id: roomId, text: this.#drafts.get(roomId)?.text ?? "", reply_to: reply });
  }

  clear(roomId: RoomId): void {
    this.#set({ room_id: roomId, text: "", reply_to: null });
  }

  /** Takes a draft from another tab. */
  hear(draft: Draft): void {
    if (this.#dirty.has(draft.room_id)) return;
    this.#keep(draft);
    this.#tell();
  }

  /** Stores all unsaved drafts now. */
  flush = (): void => {
    if (this.#timer !== null) this.#ports.clearTimer(this.#timer);
    this.#timer = null;
    for (const roomId of this.#dirty) {
      const draft = this.#drafts.get(roomId);
      const { store } = this.#ports;
      // If storage is full or refused, the draft lives as long as the page.
      (draft === undefined ? store.delete(roomId) : store.put(draft)).catch(() => {});
      this.#ports.broadcast(draft ?? { room_id: roomId, text: "", reply_to: null });
    }
    this.#dirty.clear();
  };

  #set(draft: Draft): void {
    const old = this.#drafts.get(draft.room_id);
    if ((old?.text ?? "") === draft.text && (old?.reply_to ?? null) === draft.reply_to) return;
    this.#keep(draft);
    this.#dirty.add(draft.room_id);
    this.#timer ??= this.#ports.setTimer(this.flush, WRITE_AFTER_MS);
    this.#tell();
  }

  #keep(draft: Draft): void {
    if (draft.text === "" && draft.reply_to === null) this.#drafts.delete(draft.room_id);
    else this.#drafts.set(draft.room_id, draft);
  }

  #tell(): void {
    const written = [...this.#drafts.values()].filter((d) => d.text.trim() !== "").map((d) => d.room_id);
    if (written.length !== this.#rooms.size || written.some((id) => !this.#rooms.has(id)))
      this.#rooms = new Set(written);
    for (const listener of this.#listeners) listener();
  }
}
