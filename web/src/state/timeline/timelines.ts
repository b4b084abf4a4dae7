// The signed-in user's timelines, by room. It passes each frame to its room and holds only the ten most recently used rooms;
// an open room is never dropped.
import type { ServerFrame } from "@/net/protocol.gen";
import { RoomTimeline } from "./room";
import type { TimelinePorts } from "./types";

const ROOMS_MAX = 10;

export class Timelines {
  /** Timelines by room, least recently used first. */
  readonly #rooms = new Map<string, RoomTimeline>();
  readonly #open = new Map<string, number>();
  readonly #ports: TimelinePorts;
  readonly #made: (room: RoomTimeline) => void;

  /** @param made called with each new timeline, to show the messages waiting to be sent there. */
  constructor(ports: TimelinePorts, made: (room: RoomTimeline) => void = () => {}) {
    this.#ports = ports;
    this.#made = made;
  }

  /** The timeline of a room, created if there is none. */
  room(id: string): RoomTimeline {
    const held = this.#rooms.get(id);
    if (held !== undefined) return held;
    const made = new RoomTimeline(id, this.#ports);
    this.#rooms.set(id, made);
    this.#made(made);
    return made;
  }

  /** The timeline of a room, if it is held. */
  held(id: string): RoomTimeline | undefined {
    return this.#rooms.get(id);
  }

  /** Opens a room. Returns a function that closes it; it stays open until every opener has closed it. */
  open(id: string): () => void {
    const room = this.room(id);
    this.#rooms.delete(id);
    this.#rooms.set(id, room);
    this.#open.set(id, (this.#open.get(id) ?? 0) + 1);
    room.open();
    this.#bound();
    let left = false;
    return () => {
      if (left) return;
      left = true;
      const others = (this.#open.get(id) ?? 1) - 1;
      if (others > 0) this.#open.set(id, others);
      else {
        this.#open.delete(id);
        this.#rooms.get(id)?.close();
      }
    };
  }

  /** Passes a frame to its room; ignores frames that concern no message history. */
  frame(frame: ServerFrame): void {
    switch (frame.type) {
      case "ready":
        for (const room of this.#rooms.values()) room.ready(frame.rooms[room.id], frame.epoch);
        break;
      case "message.created":
      case "message.updated":
      case "message.deleted":
      case "reaction.added":
      case "reaction.removed":
      case "room.updated":
      case "member.joined":
      case "member.left":
      case "member.updated":
        this.#rooms.get(frame.room_id)?.frame(frame);
        break;
      case "resync":
        this.#rooms.get(frame.room_id)?.resync(frame.version);
        break;
      case "room.joined":
        this.#rooms.get(frame.room.id)?.regain();
        break;
      case "user.updated":
        for (const room of this.#rooms.values()) room.renamed(frame.user);
        break;
      case "room.left":
        this.#rooms.get(frame.room_id)?.lose();
        break;
      default:
    }
  }

  /** Drops all timelines. */
  dispose(): void {
    for (const room of this.#rooms.values()) room.dispose();
    this.#rooms.clear();
    this.#open.clear();
  }

  #bound(): void {
    for (const [id, room] of this.#rooms) {
      if (this.#rooms.size <= ROOMS_MAX) return;
      if (this.#open.has(id)) continue;
      this.#rooms.delete(id);
      room.dispose();
    }
  }
}
