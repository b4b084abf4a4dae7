// What Uploads shows and needs: a file on its way, why one was not taken, and the ports through which it reaches the device,
// the server and the clock.
import type { Attachment } from "@/net/protocol.gen";
import type { FileStore, KeptFile } from "./kept";

export interface TrayFile extends KeptFile {
  /** Address of a picture on this device; null for anything else. */
  preview: string | null;
  state: "waiting" | "uploading" | "ready" | "failed";
  /** Share that has left, 0…1. */
  share: number;
  /** What went wrong, as it was thrown; also while it waits to try again. */
  error: unknown;
}

/** Why a file was not taken. */
export type Refused = { name: string; why: "too_large" | "too_many" | "empty" };

export interface Sending {
  name: string;
  /** An upload in chunks that was begun before. */
  resume: string | null;
  signal: AbortSignal;
  onProgress: (share: number) => void;
  /** An upload in chunks has begun, and can go on under this id. */
  onBegun: (resume: string) => void;
}

export interface UploadPorts {
  store: FileStore;
  send: (bytes: Blob, sending: Sending) => Promise<Attachment>;
  /** Sets caption and alternative text of an upload; null: a message holds it already, it stays as it is. */
  describe: (id: string, words: { caption: string; alt: string }) => Promise<Attachment | null>;
  drop: (attachment: Attachment) => void;
  /** Seconds after which trying again can help, at least; infinity: when the connection is back; null: it cannot. */
  retryAfter: (error: unknown) => number | null;
  /** What was made of a file is gone: swept, or never finished. */
  isGone: (error: unknown) => boolean;
  /** Runs a task while no other tab runs one of the same name. */
  alone: <T>(name: string, task: () => Promise<T>) => Promise<T>;
  preview: (bytes: Blob) => string | null;
  forget: (preview: string) => void;
  /** Pixels of a picture or a video; null for what is neither. */
  measure: (bytes: Blob) => Promise<{ width: number; height: number } | null>;
  /** A file could not be kept on this device: it leaves only while this page is open. */
  onUnkept: (name: string) => void;
  newKey: () => string;
  now: () => number;
  /** 0 ≤ x < 1. */
  random: () => number;
  setTimer: (task: () => void, ms: number) => unknown;
  clearTimer: (timer: unknown) => void;
}

/** The file's bytes are nowhere any more. */
export class FileLost extends Error {
  constructor(name: string) {
    super(`the bytes of ${name} are not on this device`);
    this.name = "FileLost";
  }
}
