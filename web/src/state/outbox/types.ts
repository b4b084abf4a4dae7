// Types of the outbox: a waiting message, the events for listeners and other tabs, and the ports to this device, the server
// and the clock.
import type {
  Attachment,
  ClientFrame,
  MessageId,
  ReplyQuote,
  RoomId,
  ServerFrame,
  UserRef,
} from "@/net/protocol.gen";
import type { FileRef } from "../files/kept";
import type { Failure } from "../timeline/types";

/** A message as this device stores it. */
export interface Waiting {
  id: MessageId;
  room_id: RoomId;
  body: string;
  reply_to: ReplyQuote | null;
  /** Files whose bytes this device stores; absent if there are none. */
  files?: FileRef[];
  /** Uploads that the server already has; absent while files are being uploaded. */
  attachments?: Attachment[];
  /** Whether its files were uploaded a second time. */
  renewed?: boolean;
  author: UserRef;
  created_at: string;
  /** Ascends in the order of writing, across tabs. */
  order: number;
  failure: Failure | null;
}

export type Numbered = Pick<
  Extract<ServerFrame, { type: "ack" }>,
  "id" | "room_id" | "seq" | "version" | "created_at"
>;

/** Event for listeners and other tabs. */
export type OutboxEvent =
  | { kind: "put"; waiting: Waiting }
  | { kind: "sent"; numbered: Numbered; files: string[] }
  | { kind: "removed"; id: MessageId; room_id: RoomId; files: string[] };

/** Storage for waiting messages. */
export interface OutboxStore {
  all: () => Promise<Waiting[]>;
  put: (waiting: Waiting) => Promise<void>;
  /** Deletes a message and its files in one transaction, so that a crash cannot leave one without the other. */
  delete: (id: MessageId, files: readonly string[]) => Promise<void>;
}

/** Uploads of messages' files. */
export interface OutboxFiles {
  /**
   * Resolves when the file is uploaded, however long the connection is down. Rejects with a `SendError`, or with `null` if
   * the bytes are not on this device.
   */
  complete: (file: FileRef) => Promise<Attachment>;
  /** Resolves when their bytes are stored on this device, or could not be. */
  stored: (files: readonly FileRef[]) => Promise<void>;
  /** Uploads the files again after the server has lost them. */
  renew: (files: readonly FileRef[]) => void;
}

/** Error of a send, by what to do next. */
export interface SendError extends Failure {
  retryable: boolean;
  /** Seconds that the server asks to wait. */
  retryAfter: number | null;
}

export interface OutboxPorts {
  store: OutboxStore;
  files: OutboxFiles;
  /** Hands a frame to the socket. Returns false if it was refused. */
  transmit: (frame: ClientFrame) => boolean;
  /** Repeats a send over HTTP after an error, because only HTTP says how long to wait. Rejects with a `SendError`. */
  post: (waiting: Waiting) => Promise<Numbered>;
  /** Notifies the other tabs. */
  broadcast: (event: OutboxEvent) => void;
  newId: () => MessageId;
  now: () => number;
  /** 0 ≤ x < 1. */
  random: () => number;
  setTimer: (task: () => void, ms: number) => unknown;
  clearTimer: (timer: unknown) => void;
}
