// What the timeline shows to the outside: entries, lists and edges of a room, and the ports through which it reaches the
// server and the clock. It refuses to know React, the socket and where a pending message is kept (state/outbox).
import type { PageQuery } from "@/net/api/messages";
import type { Changes, ErrorCode, Message, MessageId, MessagesPage, UserId } from "@/net/protocol.gen";

/** Why a message did not leave. */
export interface Failure {
  /** "file_lost": the bytes of a file are no longer on this device. */
  code: ErrorCode | "network" | "unknown" | "file_lost";
  detail: string;
}

/**
 * One message as a row shows it. The object changes identity whenever anything in it does, and never otherwise.
 * While `seq` and `version` are 0 the server has not numbered the message yet.
 */
export interface Entry {
  readonly id: MessageId;
  readonly message: Message;
  readonly state: "sending" | "sent" | "failed";
  readonly failure: Failure | null;
}

/** A row's place in the list: a message, or a stretch of numbers (both ends included) that is missing and being fetched. */
export type Item =
  | { readonly kind: "message"; readonly id: MessageId }
  | { readonly kind: "hole"; readonly from: number; readonly to: number };

export type Loading = "idle" | "loading" | "failed";

/** A list as it stands; a new object whenever something in it changed, the same one otherwise. */
export interface ListSnapshot {
  readonly status: "empty" | "loading" | "ready" | "failed" | "lost";
  /** `live` ends at the newest message, `detached` somewhere in history. */
  readonly window: "live" | "detached";
  readonly items: readonly Item[];
  /** Whether older messages exist beyond the first item, and the state of fetching them. */
  readonly hasBefore: boolean;
  readonly before: Loading;
  /** The same for newer ones; never true in the live window. */
  readonly hasAfter: boolean;
  readonly after: Loading;
  /** Goes up when everything held was dropped and loaded anew: positions of before mean nothing then. */
  readonly generation: number;
}

/** What moves while nobody looks at the newest messages. */
export interface Edge {
  /** Highest seq known to exist; 0 in an empty room. */
  readonly lastSeq: number;
  /** How many messages of others arrived since the room was first loaded: a pill shows the difference of two readings. */
  readonly arrived: number;
  /** The message of others that arrived last by a live frame, for the announcer. */
  readonly latest: MessageId | null;
}

/** What the store needs of the world, injected so that tests hold the clock and the network. */
export interface TimelinePorts {
  me: () => UserId;
  listMessages: (roomId: string, query: PageQuery) => Promise<MessagesPage>;
  getMessage: (roomId: string, id: MessageId) => Promise<Message>;
  getChanges: (roomId: string, since: number, epoch: string) => Promise<Changes>;
  /** Whether an error of the three calls means that the room (or message) is not there for us, so that repeating is vain. */
  isGone: (error: unknown) => boolean;
  /** Tells the rest of the state what `changes` said about room and members. */
  onChanges: (roomId: string, changes: Changes) => void;
  /** 0 ≤ x < 1. */
  random: () => number;
  setTimer: (task: () => void, ms: number) => unknown;
  clearTimer: (timer: unknown) => void;
}
