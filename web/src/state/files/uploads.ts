// Files being uploaded: those of the message being written (a room's tray) and those of messages in the outbox. A few upload
// at a time; each is stored on this device, bytes included, until the server has stored its message. React, the network and
// the outbox are unknown here: all are passed in. The file is long because it is one state machine whose states would
// otherwise be passed back and forth.
//
// A file:  waiting ──its turn──► uploading ──answer──► ready ──its message is stored──► gone
//          uploading ──no answer, busy──► waiting (until the connection is back, or a while has passed) ──too often──► failed
//          uploading ──refused──► failed ──retry──► waiting │ any ──removed──► gone (an upload that is ready is dropped)
// A tray:  files ──the message is written──► none: the message names them, their uploads go on.
import { ATTEMPTS_MAX, backoffMs } from "@/lib/backoff";
import { ATTACHMENTS } from "@/lib/limits.gen";
import type { Attachment } from "@/net/protocol.gen";
import type { FileRef, KeptFile } from "./kept";
import { FileLost, type Refused, type TrayFile, type UploadPorts } from "./types";

/** Bytes stored on this device over all rooms; files beyond it are held in memory only. */
export const KEPT_MAX = 500 * 1024 * 1024;
/** Parallel uploads over all rooms. */
const AT_ONCE = 3;
const BACKOFF_BASE_MS = 2_000;

const NONE: readonly TrayFile[] = [];

export class Uploads {
  readonly #ports: UploadPorts;
  readonly #files = new Map<string, TrayFile>();
  readonly #bytes = new Map<string, Blob>();
  readonly #trays = new Map<string, readonly TrayFile[]>();
  readonly #running = new Map<string, AbortController>();
  /** Writes of bytes under way; they never reject. */
  readonly #storing = new Map<string, Promise<void>>();
  #keeping: Promise<void> = Promise.resolve();
  readonly #loading = new Map<string, Promise<TrayFile | null>>();
  readonly #waiters = new Map<string, (() => void)[]>();
  readonly #attempts = new Map<string, number>();
  /** Retry timer by file; null: waiting for the connection. */
  readonly #timers = new Map<string, unknown>();
  readonly #listeners = new Set<() => void>();
  /** Largest file in bytes; `limit` sets the server's own limit. */
  #max = 100 * 1024 * 1024;
  #order = 0;
  #stopped = false;

  constructor(ports: UploadPorts) {
    this.#ports = ports;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** The files of the message being written, in their order; the same array until one of them changes. */
  tray(roomId: string): readonly TrayFile[] {
    return this.#trays.get(roomId) ?? NONE;
  }

  /** A file by its key; the same object until it changes. */
  file(key: string): TrayFile | undefined {
    return this.#files.get(key);
  }

  /** Largest file in bytes. */
  get max(): number {
    return this.#max;
  }

  /** Sets the server's size limit in bytes. */
  limit(bytes: number): void {
    this.#max = bytes;
  }

  /** Adds files to a room's tray and returns those it refused. */
  add(roomId: string, files: readonly File[]): Refused[] {
    const refused: Refused[] = [];
    const taken: TrayFile[] = [];
    const room = ATTACHMENTS - this.tray(roomId).length;
    for (const file of files) {
      const name = file.name === "" ? "file" : file.name;
      if (file.size > this.#max) refused.push({ name, why: "too_large" });
      else if (file.size === 0) refused.push({ name, why: "empty" });
      else if (taken.length >= room) refused.push({ name, why: "too_many" });
      else taken.push(this.#take(roomId, file, name));
    }
    this.#setTray(roomId, [...this.tray(roomId), ...taken]);
    this.#pump();
    return refused;
  }

  /** Takes one file for a message of its own, bypassing the tray. */
  hold(roomId: string, file: File): FileRef {
    const taken = this.#take(roomId, file, file.name);
    this.#pump();
    return refOf(taken);
  }

  /** Sets caption and alternative text, before the message is sent. */
  describe(key: string, words: { caption: string; alt: string }): void {
    this.#change(key, words);
    void this.#ports.store.change(key, words).catch(() => {});
  }

  /** Moves a file within the tray, `by` places. */
  move(roomId: string, key: string, by: number): void {
    const files = [...this.tray(roomId)];
    const from = files.findIndex((file) => file.key === key);
    const to = Math.max(0, Math.min(files.length - 1, from + by));
    const [moved] = files.splice(from, 1);
    if (from < 0 || moved === undefined) return;
    files.splice(to, 0, moved);
    // Reassigns the order numbers, so that a reload restores the new order.
    const orders = files.map(({ order }) => order).toSorted((a, b) => a - b);
    this.#setTray(roomId, files);
    for (const [at, file] of files.entries()) {
      const order = orders[at] ?? file.order;
      if (file.order === order) continue;
      this.#change(file.key, { order });
      void this.#ports.store.change(file.key, { order }).catch(() => {});
    }
  }

  retry(key: string): void {
    this.#attempts.delete(key);
    this.#wake(key);
  }

  /** Removes a file in any state, cancelling its upload. */
  remove(key: string): void {
    const { attachment } = this.#files.get(key) ?? {};
    if (attachment != null) this.#ports.drop(attachment);
    this.#forget(key);
    void this.#ports.store.delete([key]).catch(() => {});
  }

  /** Files of a room's tray in the form a message refers to them. */
  refs(roomId: string): FileRef[] {
    return this.tray(roomId).map(refOf);
  }

  /** Empties a tray whose files a message has taken; their uploads continue. */
  taken(roomId: string): void {
    this.#setTray(roomId, NONE);
  }

  /** Resolves when the bytes are stored, or could not be. */
  async stored(keys: readonly string[]): Promise<void> {
    await Promise.all(keys.flatMap((key) => this.#storing.get(key) ?? []));
  }

  /**
   * Resolves with the described upload of a message's file, waiting for the connection as long as it takes.
   * @throws {FileLost} if its bytes are not on this device, else the server's error.
   */
  async complete(ref: FileRef): Promise<Attachment> {
    for (let again = false; ; again = true) {
      const file = this.#files.get(ref.key) ?? (await this.#load(ref.key));
      if (file === null) throw new FileLost(ref.name);
      if (file.state === "failed") this.retry(ref.key);
      const attachment = await this.#ready(ref);
      const { caption, alt } = ref;
      if ((attachment.caption ?? "") === caption && (attachment.alt ?? "") === alt) return attachment;
      try {
        const described = await this.#ports.describe(attachment.id, { caption, alt });
        return described ?? attachment;
      } catch (error) {
        // The server swept it while the message waited: upload the bytes once more.
        if (again || !this.#ports.isGone(error)) throw error;
        this.renew(ref.key);
      }
    }
  }

  /** Uploads a file again after the server has lost it. */
  renew(key: string): void {
    const fresh = { attachment: null, resume: null };
    void this.#ports.store.change(key, fresh).catch(() => {});
    if (!this.#files.has(key)) return;
    this.#change(key, { ...fresh, state: "waiting", share: 0, error: null });
    this.#pump();
  }

  /** Drops files whose messages were stored or given up. The outbox deletes their stored records. */
  forget(keys: readonly string[]): void {
    for (const key of keys) this.#forget(key);
  }

  /** Restores files of an earlier page: those of messages in the outbox and, if `trays`, those of drafts. */
  async restore(held: ReadonlySet<string>, trays: boolean): Promise<void> {
    const kept = (await this.#ports.store.all()).toSorted((a, b) => a.order - b.order);
    const rooms = new Map<string, TrayFile[]>();
    for (const { key, room_id } of kept) {
      const known = this.#files.has(key);
      if (known || !(trays || held.has(key))) continue;
      const file = await this.#load(key);
      if (file !== null && !held.has(key)) rooms.set(room_id, [...(rooms.get(room_id) ?? []), file]);
    }
    if (this.#stopped) return;
    for (const [roomId, files] of rooms)
      this.#setTray(roomId, [...files, ...this.tray(roomId)].slice(0, ATTACHMENTS));
    this.#pump();
  }

  /** Continues everything that waits for the connection. */
  connected(): void {
    for (const key of this.#timers.keys()) this.#wake(key);
    this.#pump();
  }

  /** Aborts everything; stored files stay stored. */
  stop(): void {
    this.#stopped = true;
    for (const running of this.#running.values()) running.abort();
    for (const timer of this.#timers.values()) if (timer !== null) this.#ports.clearTimer(timer);
    for (const { preview } of this.#files.values()) if (preview !== null) this.#ports.forget(preview);
    this.#trays.clear();
    this.#tell();
    this.#listeners.clear();
  }

  #take(roomId: string, bytes: File, name: string): TrayFile {
    this.#order = Math.max(this.#ports.now(), this.#order + 1);
    const kept: KeptFile = {
      key: this.#ports.newKey(),
      room_id: roomId,
      order: this.#order,
      name,
      size: bytes.size,
      content_type: bytes.type,
      width: null,
      height: null,
      caption: "",
      alt: "",
      resume: null,
      attachment: null,
    };
    const file = this.#hold(kept, bytes);
    // One at a time, so that each counts the bytes of those before it.
    this.#keeping = this.#keeping.then(() => this.#keep(kept, bytes));
    this.#storing.set(kept.key, this.#keeping);
    return file;
  }

  async #keep(kept: KeptFile, bytes: Blob): Promise<void> {
    try {
      const held = await this.#ports.store.all();
      const total = held.reduce((sum, { size }) => sum + size, 0);
      if (total + kept.size > KEPT_MAX) throw new Error("the limit for files on this device is reached");
      await this.#ports.store.add(kept, bytes);
      const now = this.#files.get(kept.key);
      // It was removed or changed while it was being written.
      if (now === undefined) await this.#ports.store.delete([kept.key]);
      else await this.#ports.store.change(kept.key, wordsOf(now));
    } catch {
      if (this.#files.has(kept.key)) this.#ports.onUnkept(kept.name);
    }
  }

  #hold(kept: KeptFile, bytes: Blob): TrayFile {
    const preview = this.#ports.preview(bytes);
    const ready = kept.attachment !== null;
    const state = ready ? "ready" : "waiting";
    const file: TrayFile = { ...kept, preview, state, share: ready ? 1 : 0, error: null };
    this.#files.set(kept.key, file);
    this.#bytes.set(kept.key, bytes);
    if (kept.width === null) void this.#measure(kept.key, bytes);
    return file;
  }

  async #measure(key: string, bytes: Blob): Promise<void> {
    const size = await this.#ports.measure(bytes).catch(() => null);
    if (size === null || !this.#files.has(key)) return;
    this.#change(key, size);
    void this.#ports.store.change(key, size).catch(() => {});
  }

  /** Loads a file that this page does not hold from storage; null if it is not there. */
  #load(key: string): Promise<TrayFile | null> {
    const bring = async () => {
      const [all, bytes] = await Promise.all([this.#ports.store.all(), this.#ports.store.bytes(key)]);
      const kept = all.find((file) => file.key === key);
      if (kept === undefined || bytes === undefined || this.#stopped) return null;
      const file = this.#files.get(key) ?? this.#hold(kept, bytes);
      this.#tell();
      this.#pump();
      return file;
    };
    const loading = this.#loading.get(key) ?? bring().finally(() => this.#loading.delete(key));
    this.#loading.set(key, loading);
    return loading;
  }

  /** Waits until a file is ready. */
  async #ready(ref: FileRef): Promise<Attachment> {
    for (;;) {
      const file = this.#files.get(ref.key);
      if (file === undefined) throw new FileLost(ref.name);
      if (file.attachment !== null) return file.attachment;
      if (file.state === "failed") throw file.error;
      await new Promise<void>((done) =>
        this.#waiters.set(ref.key, [...(this.#waiters.get(ref.key) ?? []), done]),
      );
    }
  }

  #pump(): void {
    for (const file of [...this.#files.values()].toSorted((a, b) => a.order - b.order))
      if (file.state === "waiting" && !this.#timers.has(file.key) && !this.#running.has(file.key))
        if (this.#running.size < AT_ONCE) void this.#upload(file);
  }

  async #upload({ key, name }: TrayFile): Promise<void> {
    const running = new AbortController();
    const { signal } = running;
    this.#running.set(key, running);
    this.#change(key, { state: "uploading", share: 0, error: null });
    try {
      const attachment = await this.#ports.alone(key, () => this.#sendOnce(key, name, signal));
      if (!signal.aborted) {
        this.#attempts.delete(key);
        this.#change(key, { state: "ready", share: 1, attachment });
      }
    } catch (error) {
      if (!signal.aborted) this.#refused(key, error);
    }
    this.#running.delete(key);
    if (!this.#stopped) this.#pump();
  }

  /** Uploads a file unless another tab just did. */
  async #sendOnce(key: string, name: string, signal: AbortSignal): Promise<Attachment> {
    await this.#storing.get(key);
    const kept = (await this.#ports.store.change(key, {}).catch(() => undefined)) ?? this.#files.get(key);
    const bytes = this.#bytes.get(key);
    if (kept === undefined || bytes === undefined || signal.aborted) throw new FileLost(name);
    if (kept.attachment !== null) return kept.attachment;
    const sent = await this.#ports.send(bytes, {
      name,
      resume: kept.resume,
      signal,
      onProgress: (share) => this.#change(key, { share }),
      onBegun: (resume) => {
        this.#change(key, { resume });
        void this.#ports.store.change(key, { resume }).catch(() => {});
      },
    });
    // It was removed while the answer was on its way.
    if (signal.aborted && !this.#stopped) {
      this.#ports.drop(sent);
      return sent;
    }
    const first = await this.#ports.store.settle(key, sent).catch(() => sent);
    if (first.id !== sent.id) this.#ports.drop(sent);
    return first;
  }

  #refused(key: string, error: unknown): void {
    const attempts = (this.#attempts.get(key) ?? 0) + 1;
    const after = this.#ports.retryAfter(error);
    if (after === null || (after < Number.POSITIVE_INFINITY && attempts >= ATTEMPTS_MAX)) {
      this.#change(key, { state: "failed", error });
      return;
    }
    // The error stays visible while the file waits.
    this.#change(key, { state: "waiting", error });
    if (after === Number.POSITIVE_INFINITY) {
      this.#timers.set(key, null);
      return;
    }
    this.#attempts.set(key, attempts);
    const { random } = this.#ports;
    const ms = backoffMs({
      attempt: attempts - 1,
      baseMs: BACKOFF_BASE_MS,
      atLeastMs: after * 1_000,
      random,
    });
    this.#timers.set(
      key,
      this.#ports.setTimer(() => this.#wake(key), ms),
    );
  }

  #wake(key: string): void {
    const timer = this.#timers.get(key);
    if (timer != null) this.#ports.clearTimer(timer);
    this.#timers.delete(key);
    const file = this.#files.get(key);
    if (file?.state === "failed" || file?.state === "waiting")
      this.#change(key, { state: "waiting", share: 0, error: null });
    this.#pump();
  }

  #forget(key: string): void {
    const file = this.#files.get(key);
    this.#running.get(key)?.abort();
    const timer = this.#timers.get(key);
    if (timer != null) this.#ports.clearTimer(timer);
    for (const map of [this.#timers, this.#attempts, this.#storing, this.#bytes, this.#files])
      map.delete(key);
    if (file === undefined) return;
    if (file.preview !== null) this.#ports.forget(file.preview);
    this.#setTray(
      file.room_id,
      this.tray(file.room_id).filter((held) => held.key !== key),
    );
    this.#settleWaiters(key);
  }

  #change(key: string, change: Partial<TrayFile>): void {
    const before = this.#files.get(key);
    if (before === undefined) return;
    const file = { ...before, ...change };
    this.#files.set(key, file);
    const tray = this.tray(file.room_id);
    if (tray.includes(before))
      this.#trays.set(
        file.room_id,
        tray.map((held) => (held === before ? file : held)),
      );
    this.#tell();
    if (file.state === "ready" || file.state === "failed") this.#settleWaiters(key);
  }

  #settleWaiters(key: string): void {
    const waiters = this.#waiters.get(key) ?? [];
    this.#waiters.delete(key);
    for (const done of waiters) done();
  }

  #setTray(roomId: string, files: readonly TrayFile[]): void {
    if (files.length === 0) this.#trays.delete(roomId);
    else this.#trays.set(roomId, files);
    this.#tell();
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}

/** Fields that may have changed while the bytes were being written. */
const wordsOf = ({ width, height, caption, alt, order }: TrayFile) => ({
  width,
  height,
  caption,
  alt,
  order,
});

const refOf = ({ key, name, size, content_type, width, height, caption, alt }: TrayFile): FileRef => ({
  key,
  name,
  size,
  content_type,
  width,
  height,
  caption,
  alt,
});
