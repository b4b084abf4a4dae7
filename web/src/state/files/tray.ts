// Files on their way into a message that is being written: a few uploads at a time, each with its progress, to be cancelled
// or tried again. What is ready is taken by whoever sends. It refuses to know React and the network: both are passed in.
//
// A file:  waiting ──its turn──► uploading ──answer──► ready ──taken──► gone
//          uploading ──error──► failed ──retry──► waiting │ any ──removed──► gone (an upload that is ready is dropped)
import type { Attachment } from "@/net/protocol.gen";

export interface TrayFile {
  key: string;
  name: string;
  size: number;
  file: Blob;
  /** Address of a picture on this device; null for anything else. */
  preview: string | null;
  state: "waiting" | "uploading" | "ready" | "failed";
  /** Share that has left, 0…1. */
  share: number;
  attachment: Attachment | null;
  /** What went wrong, as it was thrown. */
  error: unknown;
}

/** Why a file was not taken. */
export type Refused = { name: string; why: "too_large" | "too_many" | "empty" };

export interface TrayPorts {
  upload: (
    file: Blob,
    name: string,
    signal: AbortSignal,
    onProgress: (share: number) => void,
  ) => Promise<Attachment>;
  drop: (attachment: Attachment) => void;
  preview: (file: Blob) => string | null;
  forget: (preview: string) => void;
}

/** Bytes of a file, as servers have it unless told otherwise; a smaller limit is the server's to tell. */
export const FILE_MAX = 100 * 1024 * 1024;
/** Files of a message. */
export const FILES_MAX = 10;
/** Uploads at once, over all rooms. */
const AT_ONCE = 3;

const NONE: readonly TrayFile[] = [];

/** What a message takes along; null while something is not ready. */
export function readyOf(files: readonly TrayFile[]): Attachment[] | null {
  const attachments = files.flatMap((file) => file.attachment ?? []);
  return attachments.length < files.length ? null : attachments;
}

export class Tray {
  readonly #ports: TrayPorts;
  readonly #rooms = new Map<string, readonly TrayFile[]>();
  readonly #running = new Map<string, AbortController>();
  readonly #listeners = new Set<() => void>();
  #keys = 0;

  constructor(ports: TrayPorts) {
    this.#ports = ports;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** A room's files in their order; the same array until one of them changes. */
  files(roomId: string): readonly TrayFile[] {
    return this.#rooms.get(roomId) ?? NONE;
  }

  /** Takes files, and gives those that it does not take. */
  add(roomId: string, files: readonly File[]): Refused[] {
    const refused: Refused[] = [];
    const taken: TrayFile[] = [];
    const room = FILES_MAX - this.files(roomId).length;
    for (const file of files) {
      const name = file.name === "" ? "file" : file.name;
      if (file.size > FILE_MAX) refused.push({ name, why: "too_large" });
      else if (file.size === 0) refused.push({ name, why: "empty" });
      else if (taken.length >= room) refused.push({ name, why: "too_many" });
      else taken.push(this.#file(file, name));
    }
    this.#set(roomId, [...this.files(roomId), ...taken]);
    this.#pump();
    return refused;
  }

  retry(roomId: string, key: string): void {
    this.#change(roomId, key, { state: "waiting", share: 0, error: null });
    this.#pump();
  }

  /** Cancels or takes out a file. */
  remove(roomId: string, key: string): void {
    const file = this.files(roomId).find((held) => held.key === key);
    if (file === undefined) return;
    this.#running.get(key)?.abort();
    if (file.attachment !== null) this.#ports.drop(file.attachment);
    if (file.preview !== null) this.#ports.forget(file.preview);
    this.#set(
      roomId,
      this.files(roomId).filter((held) => held.key !== key),
    );
  }

  /** A message took along what was ready. */
  taken(roomId: string): void {
    for (const { preview } of this.files(roomId)) if (preview !== null) this.#ports.forget(preview);
    this.#set(roomId, NONE);
  }

  /** Ends everything; uploads that were ready are swept by the server. */
  stop(): void {
    for (const running of this.#running.values()) running.abort();
    for (const files of this.#rooms.values())
      for (const file of files) if (file.preview !== null) this.#ports.forget(file.preview);
    this.#rooms.clear();
    this.#listeners.clear();
  }

  #file(file: File, name: string): TrayFile {
    this.#keys += 1;
    return {
      key: String(this.#keys),
      name,
      size: file.size,
      file,
      preview: this.#ports.preview(file),
      state: "waiting",
      share: 0,
      attachment: null,
      error: null,
    };
  }

  #pump(): void {
    for (const [roomId, files] of this.#rooms)
      for (const file of files)
        if (file.state === "waiting" && this.#running.size < AT_ONCE) void this.#upload(roomId, file);
  }

  async #upload(roomId: string, { key, file, name }: TrayFile): Promise<void> {
    const running = new AbortController();
    this.#running.set(key, running);
    this.#change(roomId, key, { state: "uploading" });
    try {
      const attachment = await this.#ports.upload(file, name, running.signal, (share) =>
        this.#change(roomId, key, { share }),
      );
      // Taken out while the answer was on its way.
      if (running.signal.aborted) this.#ports.drop(attachment);
      else this.#change(roomId, key, { state: "ready", share: 1, attachment });
    } catch (error) {
      if (!running.signal.aborted) this.#change(roomId, key, { state: "failed", error });
    }
    this.#running.delete(key);
    this.#pump();
  }

  #change(roomId: string, key: string, change: Partial<TrayFile>): void {
    const files = this.files(roomId);
    if (files.some((file) => file.key === key))
      this.#set(
        roomId,
        files.map((file) => (file.key === key ? { ...file, ...change } : file)),
      );
  }

  #set(roomId: string, files: readonly TrayFile[]): void {
    if (files.length === 0) this.#rooms.delete(roomId);
    else this.#rooms.set(roomId, files);
    for (const listener of this.#listeners) listener();
  }
}
