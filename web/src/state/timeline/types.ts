// Public types of the timeline: entries, lists and edges of a room, and the ports to the server and the clock. It knows
// neither React, nor the socket, nor where pending messages are stored (state/outbox).
import type { PageQuery } from "@/net/api/messages";
import type { Changes, ErrorCode, Message, MessageId, MessagesPage, UserId } from "@/net/protocol.gen";

/** Why a message could not be sent. */
export interface Failure {
  /** "file_lost": the bytes of a file are no longer on this device. */
  code: ErrorCode | "network" | "unknown" | "file_lost";
  detail: string;
}

/**
 * One message as a row shows it; a new object exactly when something in it changes. While `seq` and `version` are 0, the
 * server has not numbered the message yet.
 */
export interface Entry {
  readonly id: MessageId;
  readonly message: Message;
  readonly state: "sending" | "sent" | "failed";
  readonly failure: Failure | null;
}

/** A row of the list: a message, or a hole, a range of missing seqs (both ends included) that is being fetched. */
export type Item =
  | { readonly kind: "message"; readonly id: MessageId }
  | { readonly kind: "hole"; readonly from: number; readonly to: number };

export type Loading = "idle" | "loading" | "failed";

/** The current list; a new object exactly when something in it changes. */
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
  /** Incremented when everything was dropped and reloaded, which invalidates earlier scroll positions. */
  readonly generation: number;
}

/** The newest end of a room, which moves even while older messages are shown. */
export interface Edge {
  /** Highest seq known to exist; 0 in an empty room. */
  readonly lastSeq: number;
  /** Messages of others, blocked people excepted, that arrived since the room was first loaded; the pill shows the difference of two readings. */
  readonly arrived: number;
  /** Latest of these messages that arrived in a live frame, for the announcer. */
  readonly latest: MessageId | null;
}

/** The store's dependencies, injected so that tests control clock and network. */
export interface TimelinePorts {
  me: () => UserId;
  /** Whether the user blocks that person, so that their messages are neither counted nor announced. */
  blocked: (userId: UserId) => boolean;
  listMessages: (roomId: string, query: PageQuery) => Promise<MessagesPage>;
  getMessage: (roomId: string, id: MessageId) => Promise<Message>;
  getChanges: (roomId: string, since: number, epoch: string) => Promise<Changes>;
  /** Whether an error of the three calls means that the room or message is inaccessible, so that a retry is pointless. */
  isGone: (error: unknown) => boolean;
  /** Passes `changes` on to the rest of the state, for the room and its members. */
  onChanges: (roomId: string, changes: Changes) => void;
  /** 0 ≤ x < 1. */
  random: () => number;
  setTimer: (task: () => void, ms: number) => unknown;
  clearTimer: (timer: unknown) => void;
}
