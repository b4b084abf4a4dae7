// Keeps the room list current over absences. It fetches a snapshot (GET /rooms) at the start, after every `ready` and when too
// much was missed. Frames that arrive meanwhile are queued and applied after it, subject to their versions.
//
//   idle ──sync──► loading ──answer──► idle (queued frames applied)
//   loading ──no answer──► retrying (lib/backoff) ──► loading
import { backoffMs } from "@/lib/backoff";
import { listRooms, getRoom } from "@/net/api/rooms";
import { listMessages } from "@/net/api/messages";
import type { Changes, ServerFrame } from "@/net/protocol.gen";
import { applyOwnRead, applyRoomFrame, leftRoom } from "./roomFrames";
import { dropRoom, putRoom, replaceRooms, roomOf, roomsFailed, updateMembership, useRooms } from "./rooms";
import { retryAfterMs } from "../requests/apiError";
import { markStale } from "../requests/stale";
import { myId } from "../session/whoami";
import { ApiError } from "@/net/http";

type ListFrame = Exclude<
  Extract<ServerFrame, { room_id: string } | { room: unknown }>,
  { type: "room.act" | "room.reports" }
>;

/** Frames queued while a snapshot loads; beyond it they are dropped and another snapshot is fetched. */
const QUEUE_MAX = 2_000;
/** Age below which a snapshot is not fetched again if `ready` names the same versions. */
const FRESH_MS = 5_000;
const RECOUNT_AFTER_MS = 400;
const BACKOFF_BASE_MS = 1_000;

class RoomsSync {
  #loading = false;
  #queue: ListFrame[] = [];
  #again = false;
  #takenAt = 0;
  #failures = 0;
  #generation = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;
  readonly #recounts = new Map<string, ReturnType<typeof setTimeout>>();

  /** Handles `ready`: fetches a snapshot unless the list is just as new and complete. */
  ready(versions: Readonly<Record<string, number>>): void {
    const { byId, status } = useRooms.getState();
    const held = Object.values(byId);
    const same =
      status === "ready" &&
      held.length === Object.keys(versions).length &&
      held.every((room) => versions[room.id] === room.version);
    if (this.#loading || !same || Date.now() - this.#takenAt > FRESH_MS) this.sync();
  }

  /** Fetches a snapshot now. */
  sync(): void {
    if (this.#loading) {
      this.#again = true;
      return;
    }
    clearTimeout(this.#retry);
    this.#loading = true;
    void this.#load(this.#generation);
  }

  /** Applies a frame, or queues it while a snapshot loads. */
  frame(frame: ListFrame): void {
    if (this.#loading) {
      if (this.#queue.length >= QUEUE_MAX) {
        this.#queue = [];
        this.#again = true;
      }
      this.#queue.push(frame);
    } else this.#apply(frame);
  }

  /** Takes a room's `changes`: settings, counts and, if included, the newest message. */
  readonly changes = (roomId: string, { room, messages, members_changed, reset }: Changes): void => {
    const held = roomOf(roomId);
    if (held === undefined || held.version > room.version) return;
    const newest = messages.find((message) => message.seq === room.last_seq);
    putRoom(room, newest);
    if (members_changed) markStale(["members", roomId]);
    if (reset || (newest === undefined && room.last_seq !== held.last_seq)) void this.#refresh(roomId);
  };

  /** Clears everything, because another user may sign in. */
  reset(): void {
    this.#generation += 1;
    this.#loading = false;
    this.#again = false;
    this.#queue = [];
    this.#takenAt = 0;
    this.#failures = 0;
    clearTimeout(this.#retry);
    for (const timer of this.#recounts.values()) clearTimeout(timer);
    this.#recounts.clear();
  }

  async #load(generation: number): Promise<void> {
    const askedAt = Date.now();
    try {
      const { rooms } = await listRooms();
      if (generation !== this.#generation) return;
      replaceRooms(rooms);
      this.#takenAt = askedAt;
      this.#failures = 0;
      this.#done();
    } catch (error) {
      if (generation !== this.#generation) return;
      roomsFailed();
      this.#done();
      if (error instanceof ApiError && !error.retryable) return;
      const wait = backoffMs({
        attempt: this.#failures,
        baseMs: BACKOFF_BASE_MS,
        atLeastMs: retryAfterMs(error),
        random: Math.random,
      });
      this.#failures += 1;
      this.#retry = setTimeout(() => this.sync(), wait);
    }
  }

  #done(): void {
    this.#loading = false;
    const queue = this.#queue;
    this.#queue = [];
    for (const frame of queue) this.#apply(frame);
    if (this.#again) {
      this.#again = false;
      this.sync();
    }
  }

  #apply(frame: ListFrame): void {
    switch (frame.type) {
      case "room.joined":
        putRoom(frame.room);
        if (frame.room.last_seq > 0 && roomOf(frame.room.id)?.last_message == null)
          void this.#refresh(frame.room.id);
        break;
      case "room.left":
        leftRoom(frame);
        break;
      case "resync":
        void this.#refresh(frame.room_id);
        break;
      case "read":
        if (frame.user_id === myId() && applyOwnRead(frame.room_id, frame.seq)) this.#recount(frame.room_id);
        break;
      case "membership.updated":
        updateMembership(frame.room_id, {
          notify: frame.notify,
          closed: frame.closed,
          favourite: frame.favourite,
        });
        break;
      case "ack":
      case "typing":
        break;
      default:
        if (applyRoomFrame(frame, myId())) this.#recount(frame.room_id);
    }
  }

  /** Fetches a room's counts, once for many deletions or marks in a row. */
  #recount(roomId: string): void {
    clearTimeout(this.#recounts.get(roomId));
    this.#recounts.set(
      roomId,
      setTimeout(() => {
        this.#recounts.delete(roomId);
        void this.#refresh(roomId);
      }, RECOUNT_AFTER_MS),
    );
  }

  /** Fetches one room's settings, counts and newest message. */
  async #refresh(roomId: string): Promise<void> {
    const generation = this.#generation;
    try {
      const [room, page] = await Promise.all([getRoom(roomId), listMessages(roomId, { limit: 1 })]);
      if (generation !== this.#generation) return;
      const held = roomOf(roomId);
      // Frames that arrived meanwhile are newer than this answer; only its counts are taken, and the next frames add to them.
      if (held !== undefined && held.version > room.version) putRoom({ ...held, you: room.you });
      else putRoom(room, page.messages.at(-1) ?? null);
    } catch (error) {
      if (error instanceof ApiError && error.code === "room_not_found" && generation === this.#generation)
        dropRoom(roomId, "removed");
      // Other failures: the next `ready` takes a whole snapshot.
    }
  }
}

export const roomsSync = new RoomsSync();
