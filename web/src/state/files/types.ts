// Types of Uploads: a file being uploaded, why one was refused, and the ports to this device, the server and the clock.
import type { Attachment } from "@/net/protocol.gen";
import type { FileStore, KeptFile } from "./kept";

export interface TrayFile extends KeptFile {
  /** Object URL of a picture; null for other files. */
  preview: string | null;
  state: "waiting" | "uploading" | "ready" | "failed";
  /** Fraction uploaded, 0…1. */
  share: number;
  /** The last error as thrown; kept while the file waits to try again. */
  error: unknown;
}

/** A file that was refused, and why. */
export type Refused = { name: string; why: "too_large" | "too_many" | "empty" };

export interface Sending {
  name: string;
  /** Id of a chunked upload to resume. */
  resume: string | null;
  signal: AbortSignal;
  onProgress: (share: number) => void;
  /** Called when a chunked upload has started and can be resumed under this id. */
  onBegun: (resume: string) => void;
}

export interface UploadPorts {
  store: FileStore;
  send: (bytes: Blob, sending: Sending) => Promise<Attachment>;
  /** Sets caption and alternative text of an upload. Null: a message already holds it, and it is unchanged. */
  describe: (id: string, words: { caption: string; alt: string }) => Promise<Attachment | null>;
  drop: (attachment: Attachment) => void;
  /** Minimum seconds before a retry; Infinity: when the connection is back; null: retrying cannot help. */
  retryAfter: (error: unknown) => number | null;
  /** Whether the error means that the upload is gone: swept, or never finished. */
  isGone: (error: unknown) => boolean;
  /** Runs a task while no other tab runs one of the same name. */
  alone: <T>(name: string, task: () => Promise<T>) => Promise<T>;
  preview: (bytes: Blob) => string | null;
  forget: (preview: string) => void;
  /** Pixel size of a picture or video; null for other files. */
  measure: (bytes: Blob) => Promise<{ width: number; height: number } | null>;
  /** Called when a file could not be stored on this device, so it is uploaded only while this page is open. */
  onUnkept: (name: string) => void;
  newKey: () => string;
  now: () => number;
  /** 0 ≤ x < 1. */
  random: () => number;
  setTimer: (task: () => void, ms: number) => unknown;
  clearTimer: (timer: unknown) => void;
}

/** The file's bytes are no longer on this device. */
export class FileLost extends Error {
  constructor(name: string) {
    super(`the bytes of ${name} are not on this device`);
    this.name = "FileLost";
  }
}
