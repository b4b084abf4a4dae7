// What the outbox keeps, says and needs: a message that waits, what listeners and other tabs hear, and the ports through which
// it reaches the device, the server and the clock.
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

/** A message as this device keeps it. */
export interface Waiting {
  id: MessageId;
  room_id: RoomId;
  body: string;
  reply_to: ReplyQuote | null;
  /** Files whose bytes this device keeps; absent where there are none. */
  files?: FileRef[];
  /** Uploads that the server has already; absent while files are still to go up. */
  attachments?: Attachment[];
  /** Its files went up a second time. */
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

/** What listeners and other tabs hear. */
export type OutboxEvent =
  | { kind: "put"; waiting: Waiting }
  | { kind: "sent"; numbered: Numbered; files: string[] }
  | { kind: "removed"; id: MessageId; room_id: RoomId; files: string[] };

/** Where waiting messages are kept. */
export interface OutboxStore {
  all: () => Promise<Waiting[]>;
  put: (waiting: Waiting) => Promise<void>;
  /** Deletes a message and its files in one step: a crash must not leave the ones without the other. */
  delete: (id: MessageId, files: readonly string[]) => Promise<void>;
}

/** How files of messages get to the server. */
export interface OutboxFiles {
  /** Resolves when a file is up, however long the connection is away. Rejects with a `SendError`, or with `null` where its bytes are not on this device. */
  complete: (file: FileRef) => Promise<Attachment>;
  /** Resolves when their bytes are kept on this device, or known not to be. */
  stored: (files: readonly FileRef[]) => Promise<void>;
  /** What the server had of them is gone. */
  renew: (files: readonly FileRef[]) => void;
}

/** An error of a send, told apart by what to do next. */
export interface SendError extends Failure {
  retryable: boolean;
  /** Seconds the server asks to wait. */
  retryAfter: number | null;
}

export interface OutboxPorts {
  store: OutboxStore;
  files: OutboxFiles;
  /** Hands a frame to the socket; false: it did not leave. */
  transmit: (frame: ClientFrame) => boolean;
  /** Sends over HTTP, which alone says how long to wait; used to repeat after an error. Rejects with a `SendError`. */
  post: (waiting: Waiting) => Promise<Numbered>;
  /** Tells the other tabs. */
  broadcast: (event: OutboxEvent) => void;
  newId: () => MessageId;
  now: () => number;
  /** 0 ≤ x < 1. */
  random: () => number;
  setTimer: (task: () => void, ms: number) => unknown;
  clearTimer: (timer: unknown) => void;
}
