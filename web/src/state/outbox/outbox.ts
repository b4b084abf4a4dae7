// Messages that the user wrote and the server has not confirmed. The outbox sends each room's messages in order, one at a
// time, until each is known to be stored or refused. It survives reloads and crashes; repeats are harmless because the id
// makes a send idempotent. The timeline shows waiting messages, state/files uploads their files.
//
// A message:  writing ──stored on this device──► queued ──its turn──► sending ──ack, echo──► gone (sent)
//             sending ──connection lost, or no answer──► queued
//             sending ──retryable error──► queued (its room pauses) ──too often──► failed
//             sending ──other error, or slow mode──► failed ──retry──► queued │ ──delete──► gone
// With files: queued ──all are uploaded──► queued, naming its uploads │ ──one refused, or its bytes lost──► failed
//             sending ──an upload is gone from the server──► queued, once: its files are uploaded again
//             Files of all messages upload in parallel; the head of a room blocks the room until its own files are uploaded.
// A room:     idle ──head is queued, live──► sending ──answer──► idle │ ──retryable error──► pausing ──timer──► idle
// A tab:      following ──gets the lock──► leading. Only a leader sends; a follower helps when a message of its own has not
//             moved for a while (the leader may be frozen). Two senders are harmless: same ids, same order.
import { ATTEMPTS_MAX, backoffMs } from "@/lib/backoff";
import type { Attachment, MessageId, RoomId, ServerFrame } from "@/net/protocol.gen";
import type { FileRef } from "../files/kept";
import type { Failure } from "../timeline/types";
import type { Numbered, OutboxEvent, OutboxPorts, SendError, Waiting } from "./types";

/** Messages that may wait on this device; beyond it `enqueue` refuses. */
export const WAITING_MAX = 1_000;
const BACKOFF_BASE_MS = 1_000;
/** A live socket that does not answer so long has lost our frame or its answer. */
const ANSWER_WITHIN_MS = 15_000;
/** Time without progress after which the leader counts as frozen or gone. */
const LEADER_WITHIN_MS = 5_000;

interface Lane {
  sending: MessageId | null;
  attempts: number;
  timer: unknown;
  paused: boolean;
}

export class Outbox {
  readonly #ports: OutboxPorts;
  readonly #waiting = new Map<MessageId, Waiting>();
  /** Messages being stored. They are not sent before that, so that a crash loses none and sends none it does not remember. */
  readonly #writing = new Set<MessageId>();
  /** Messages whose files are being uploaded. */
  readonly #bringing = new Set<MessageId>();
  /** Messages written in another tab while this one was open: their files may be in that tab only. */
  readonly #foreign = new Set<MessageId>();
  readonly #lanes = new Map<RoomId, Lane>();
  readonly #listeners = new Set<(event: OutboxEvent) => void>();
  #leading = false;
  #helping = false;
  #live = false;
  #stopped = false;
  #lastOrder = 0;
  #helpTimer: unknown = null;

  constructor(ports: OutboxPorts) {
    this.#ports = ports;
  }

  get size(): number {
    return this.#waiting.size;
  }

  /** A room's waiting messages in the order they were written. */
  ofRoom(roomId: RoomId): Waiting[] {
    return [...this.#waiting.values()].filter((w) => w.room_id === roomId).toSorted(inOrder);
  }

  subscribe(listener: (event: OutboxEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The files of all messages that wait. */
  files(): FileRef[] {
    return [...this.#waiting.values()].flatMap(({ files }) => files ?? []);
  }

  /** Loads the messages of an earlier page. */
  async load(): Promise<void> {
    const kept = await this.#ports.store.all();
    if (this.#stopped) return;
    for (const waiting of kept.toSorted(inOrder)) if (!this.#waiting.has(waiting.id)) this.#take(waiting);
    this.#pump();
  }

  /**
   * Queues a message. It shows at once and is sent when its turn comes.
   * Returns null, and queues nothing, if too many are waiting.
   */
  enqueue(message: Pick<Waiting, "room_id" | "body" | "reply_to" | "files" | "author">): MessageId | null {
    if (this.#waiting.size >= WAITING_MAX) return null;
    const now = this.#ports.now();
    this.#lastOrder = Math.max(now, this.#lastOrder + 1);
    const waiting: Waiting = {
      ...message,
      id: this.#ports.newId(),
      created_at: new Date(now).toISOString(),
      order: this.#lastOrder,
      failure: null,
    };
    this.#writing.add(waiting.id);
    this.#take(waiting);
    void this.#write(waiting);
    return waiting.id;
  }

  /** Tries a failed message again, under its id. */
  retry(id: MessageId): void {
    const waiting = this.#waiting.get(id);
    if (waiting?.failure == null) return;
    const lane = this.#lane(waiting.room_id);
    lane.attempts = 0;
    const again = { ...waiting, failure: null };
    this.#writing.add(id);
    this.#take(again);
    void this.#write(again);
  }

  /** Removes a message. Returns false if it is being sent right now. */
  remove(id: MessageId): boolean {
    const waiting = this.#waiting.get(id);
    if (waiting === undefined) return true;
    if (this.#lanes.get(waiting.room_id)?.sending === id) return false;
    const files = this.#forget(id);
    const event: OutboxEvent = { kind: "removed", id, room_id: waiting.room_id, files };
    this.#tell(event);
    this.#ports.broadcast(event);
    this.#pumpRoom(waiting.room_id);
    return true;
  }

  /** Removes a file from a message that waits for it, and the message too if nothing else is left of it. */
  removeFile(id: MessageId, key: string): void {
    const waiting = this.#waiting.get(id);
    if (waiting?.files === undefined || waiting.attachments !== undefined) return;
    const files = waiting.files.filter((file) => file.key !== key);
    if (files.length === 0 && waiting.body === "") {
      this.remove(id);
      return;
    }
    const { files: _, ...rest } = waiting;
    const left = files.length === 0 ? rest : { ...waiting, files };
    this.#writing.add(id);
    this.#take({ ...left, failure: null });
    void this.#write({ ...left, failure: null });
  }

  /** Called when this tab becomes the leader or stops being it. */
  lead(leading: boolean): void {
    this.#leading = leading;
    // The former leader may have stored messages that were never broadcast. Loading fails if that tab erased the store by
    // signing out.
    if (leading) this.load().catch(() => {});
  }

  /** Called when the socket becomes live (after `ready`) or stops being so. */
  connection(live: boolean): void {
    this.#live = live;
    for (const [roomId, lane] of this.#lanes) {
      if (lane.timer !== null) this.#ports.clearTimer(lane.timer);
      this.#lanes.set(roomId, { sending: null, attempts: 0, timer: null, paused: false });
    }
    if (live) this.#pump();
  }

  /** Handles the socket's answers and the echo of the user's own messages. */
  frame(frame: ServerFrame): void {
    if (frame.type === "ack") this.#sent(frame);
    else if (frame.type === "message.created" && this.#waiting.has(frame.message.id)) {
      const { id, room_id, seq, version, created_at } = frame.message;
      this.#sent({ id, room_id, seq, version, created_at });
    } else if (frame.type === "error" && frame.id !== undefined)
      this.#refused(frame.id, {
        code: frame.code,
        detail: frame.detail,
        retryable: frame.retryable,
        retryAfter: null,
      });
    else if (frame.type === "room.left") this.#leftRoom(frame.room_id);
  }

  /** Handles an event of another tab. */
  hear(event: OutboxEvent): void {
    if (event.kind === "put") {
      this.#lastOrder = Math.max(this.#lastOrder, event.waiting.order);
      if (!this.#waiting.has(event.waiting.id)) this.#foreign.add(event.waiting.id);
      this.#take(event.waiting);
      this.#pump();
    } else if (event.kind === "sent") {
      this.#drop(event.numbered.id);
      this.#tell(event);
      this.#release(event.numbered.room_id, event.numbered.id);
    } else {
      this.#drop(event.id);
      this.#tell(event);
    }
  }

  /** Stops all timers; waiting messages stay on this device. */
  stop(): void {
    this.#stopped = true;
    this.#live = false;
    for (const lane of this.#lanes.values()) if (lane.timer !== null) this.#ports.clearTimer(lane.timer);
    this.#lanes.clear();
    if (this.#helpTimer !== null) this.#ports.clearTimer(this.#helpTimer);
    this.#listeners.clear();
  }

  async #write(waiting: Waiting): Promise<void> {
    try {
      await this.#ports.store.put(waiting);
    } catch {
      // If storage is full or refused, the message is still sent from memory while this page is open.
    }
    // Other tabs look for the bytes as soon as they are notified of the message.
    if (waiting.files !== undefined) await this.#ports.files.stored(waiting.files);
    this.#writing.delete(waiting.id);
    if (this.#stopped) return;
    this.#ports.broadcast({ kind: "put", waiting });
    this.#pump();
    this.#askForHelp();
  }

  #take(waiting: Waiting): void {
    this.#waiting.set(waiting.id, waiting);
    this.#tell({ kind: "put", waiting });
  }

  #pump(): void {
    this.#bringAll();
    if (!this.#live || this.#stopped || !(this.#leading || this.#helping)) return;
    for (const roomId of new Set([...this.#waiting.values()].map((w) => w.room_id))) this.#pumpRoom(roomId);
  }

  #pumpRoom(roomId: RoomId): void {
    const lane = this.#lane(roomId);
    if (!this.#live || this.#stopped || lane.sending !== null || lane.paused) return;
    const head = this.ofRoom(roomId).find((w) => w.failure === null);
    if (head === undefined || this.#writing.has(head.id) || lacksFiles(head)) return;
    if (lane.attempts > 0) {
      lane.sending = head.id;
      void this.#post(head);
      return;
    }
    const { id, room_id, body } = head;
    const reply = head.reply_to === null ? {} : { reply_to: head.reply_to.id };
    if (!this.#ports.transmit({ type: "send", id, room_id, body, ...reply, ...attachedTo(head) })) return;
    lane.sending = id;
    lane.timer = this.#ports.setTimer(() => {
      lane.timer = null;
      lane.sending = null;
      this.#pumpRoom(roomId);
    }, ANSWER_WITHIN_MS);
  }

  /** Uploads files. They need no socket, and those of different rooms upload in parallel. */
  #bringAll(): void {
    if (this.#stopped) return;
    for (const waiting of this.#waiting.values()) {
      const { id, failure } = waiting;
      const mine = this.#leading || this.#helping || !this.#foreign.has(id);
      if (
        lacksFiles(waiting) &&
        failure === null &&
        mine &&
        !this.#writing.has(id) &&
        !this.#bringing.has(id)
      ) {
        this.#bringing.add(id);
        void this.#bring(waiting);
      }
    }
  }

  async #bring({ id, files = [] }: Waiting): Promise<void> {
    let attachments: Attachment[] | null = null;
    let error: SendError | null = null;
    try {
      attachments = await Promise.all(files.map(this.#ports.files.complete));
    } catch (cause) {
      error = cause as SendError | null;
    }
    const waiting = this.#waiting.get(id);
    this.#bringing.delete(id);
    // It was sent by another tab, or given up.
    if (this.#stopped || waiting === undefined || !lacksFiles(waiting)) return;
    if (keysOf(waiting.files) !== keysOf(files)) this.#bringAll();
    else if (attachments !== null) {
      const whole = { ...waiting, attachments };
      this.#writing.add(id);
      this.#take(whole);
      void this.#write(whole);
    } else if (error !== null) this.#fail(waiting, { code: error.code, detail: error.detail });
    // Without bytes here, only the tab that wrote the message can upload them.
    else if (!this.#foreign.has(id)) this.#fail(waiting, { code: "file_lost", detail: "" });
    this.#pumpRoom(waiting.room_id);
  }

  async #post(waiting: Waiting): Promise<void> {
    try {
      this.#sent(await this.#ports.post(waiting));
    } catch (error) {
      this.#refused(waiting.id, error as SendError);
    }
  }

  #sent(numbered: Numbered): void {
    if (!this.#waiting.has(numbered.id)) return;
    const files = this.#forget(numbered.id);
    const event: OutboxEvent = { kind: "sent", numbered, files };
    this.#tell(event);
    this.#ports.broadcast(event);
    this.#release(numbered.room_id, numbered.id);
  }

  #refused(id: MessageId, error: SendError): void {
    const waiting = this.#waiting.get(id);
    if (waiting === undefined) return;
    const lane = this.#lane(waiting.room_id);
    if (lane.sending !== id) return;
    this.#settleLane(lane);
    // The wait of slow mode may last an hour: the user decides whether the message is still worth sending then.
    if (error.retryable && error.code !== "slow_mode" && lane.attempts + 1 < ATTEMPTS_MAX) {
      // The head stays the head: it and all later ones of the room are repeated in order.
      const delay = backoffMs({
        attempt: lane.attempts,
        baseMs: BACKOFF_BASE_MS,
        atLeastMs: (error.retryAfter ?? 0) * 1_000,
        random: this.#ports.random,
      });
      lane.attempts += 1;
      lane.paused = true;
      lane.timer = this.#ports.setTimer(() => {
        lane.timer = null;
        lane.paused = false;
        this.#pumpRoom(waiting.room_id);
      }, delay);
      return;
    }
    lane.attempts = 0;
    const { attachments: _, ...bare } = waiting;
    if (error.code === "upload_not_found" && waiting.files !== undefined && waiting.renewed !== true) {
      this.#ports.files.renew(waiting.files);
      const again = { ...bare, renewed: true };
      this.#writing.add(id);
      this.#take(again);
      void this.#write(again);
      return;
    }
    this.#fail(waiting, { code: error.code, detail: error.detail });
    this.#pumpRoom(waiting.room_id);
  }

  #leftRoom(roomId: RoomId): void {
    for (const waiting of this.ofRoom(roomId))
      if (waiting.failure === null) this.#fail(waiting, { code: "room_not_found", detail: "" });
    const lane = this.#lanes.get(roomId);
    if (lane !== undefined) this.#settleLane(lane);
  }

  #fail(waiting: Waiting, failure: Failure): void {
    const failed = { ...waiting, failure };
    this.#take(failed);
    this.#ports.broadcast({ kind: "put", waiting: failed });
    void this.#ports.store.put(failed).catch(() => {});
  }

  /** Deletes a message here and in the store. Returns the keys of its files. */
  #forget(id: MessageId): string[] {
    const files = (this.#waiting.get(id)?.files ?? []).map(({ key }) => key);
    this.#drop(id);
    void this.#ports.store.delete(id, files).catch(() => {});
    return files;
  }

  #drop(id: MessageId): void {
    this.#waiting.delete(id);
    this.#bringing.delete(id);
    this.#foreign.delete(id);
  }

  #release(roomId: RoomId, id: MessageId): void {
    const lane = this.#lanes.get(roomId);
    if (lane?.sending === id) {
      this.#settleLane(lane);
      lane.attempts = 0;
    }
    this.#pump();
  }

  #settleLane(lane: Lane): void {
    if (lane.timer !== null) this.#ports.clearTimer(lane.timer);
    lane.timer = null;
    lane.sending = null;
    lane.paused = false;
  }

  #lane(roomId: RoomId): Lane {
    const lane = this.#lanes.get(roomId) ?? { sending: null, attempts: 0, timer: null, paused: false };
    this.#lanes.set(roomId, lane);
    return lane;
  }

  /** Lets a follower send its own messages if they do not move for a while. */
  #askForHelp(): void {
    if (this.#leading || this.#helpTimer !== null) return;
    this.#helpTimer = this.#ports.setTimer(() => {
      this.#helpTimer = null;
      if (this.#stopped || this.#leading || this.#waiting.size === 0) return;
      this.#helping = true;
      this.#pump();
    }, LEADER_WITHIN_MS);
  }

  #tell(event: OutboxEvent): void {
    for (const listener of this.#listeners) listener(event);
  }
}

const inOrder = (a: Waiting, b: Waiting): number => a.order - b.order || (a.id < b.id ? -1 : 1);

const keysOf = (files: readonly FileRef[] = []): string => files.map(({ key }) => key).join();

const lacksFiles = ({ files, attachments }: Waiting): boolean =>
  files !== undefined && attachments === undefined;

/** The `attachments` field of a send; absent if the message has none. */
export function attachedTo({ attachments = [] }: Pick<Waiting, "attachments">): { attachments?: string[] } {
  return attachments.length === 0 ? {} : { attachments: attachments.map(({ id }) => id) };
}
