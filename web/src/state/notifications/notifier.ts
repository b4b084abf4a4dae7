// Decides which messages become system notifications and when these close. Display, other tabs and clock are ports. One tab
// of a browser leads and shows; before it does, it asks the others whether the room is being looked at, and takes silence
// for no. There is no list of tabs, which would be wrong after one has crashed.
//
//   message ──the room's level notifies──► asking ──silence──► shown ──read, deleted, left, clicked──► closed
//                                            └──a tab shows the room, or it was read meanwhile──► dropped
import { callsMe } from "../people/callsMe";
import type { Message, Notify, ServerFrame } from "@/net/protocol.gen";

/** Message between tabs. */
export type Word = { about: "asking" | "looking"; room: string };

export interface NotifierPorts {
  me: string;
  /** Whether notifications are enabled and permitted on this device. */
  wanted: () => boolean;
  /** Whether the user blocks that person. */
  blocked: (userId: string) => boolean;
  room: (id: string) => { level: Notify; lastRead: number } | undefined;
  /** Whether this tab is focused and shows that room. */
  looking: (roomId: string) => boolean;
  tell: (word: Word) => void;
  /** Shows a notification, replacing the one of the same room. Null if the system refuses. */
  show: (message: Message, onClick: () => void) => { close: () => void } | null;
  /** Brings this tab to the front, at that message. */
  open: (message: Message) => void;
  setTimer: (task: () => void, ms: number) => unknown;
  clearTimer: (timer: unknown) => void;
}

/** Time the focused tab has to answer. Background tabs wait longer than this, because their timers are throttled. */
const ANSWER_MS = 250;
/** Rooms with a notification at a time; beyond it the oldest is closed. */
const SHOWN_MAX = 20;

export class Notifier {
  readonly ports: NotifierPorts;
  #leads = false;
  readonly #asking = new Map<string, { message: Message; timer: unknown }>();
  readonly #shown = new Map<string, { message: Message; close: () => void }>();

  constructor(ports: NotifierPorts) {
    this.ports = ports;
  }

  /** Makes this tab the one that shows notifications. */
  lead(): void {
    this.#leads = true;
  }

  frame(frame: ServerFrame): void {
    switch (frame.type) {
      case "message.created":
        this.#arrived(frame.message);
        break;
      case "read":
        if (frame.user_id === this.ports.me) this.#gone(frame.room_id, ({ seq }) => seq <= frame.seq);
        break;
      case "message.deleted":
        this.#gone(frame.room_id, ({ id }) => id === frame.message_id);
        break;
      case "room.left":
        this.#gone(frame.room_id, () => true);
        break;
      default:
        break;
    }
  }

  /** Handles a message from another tab. */
  hear(word: Word): void {
    if (word.about === "looking") this.#stopAsking(word.room);
    else if (this.ports.looking(word.room)) this.ports.tell({ about: "looking", room: word.room });
  }

  /** Closes all notifications and stops leading. */
  stop(): void {
    this.#leads = false;
    for (const room of this.#asking.keys()) this.#stopAsking(room);
    for (const { close } of this.#shown.values()) close();
    this.#shown.clear();
  }

  #arrived(message: Message): void {
    const { ports } = this;
    const room = ports.room(message.room_id);
    if (!this.#leads || room === undefined || message.author.id === ports.me) return;
    if (ports.blocked(message.author.id)) return;
    const tells = room.level === "all" || (room.level === "mentions" && callsMe(message, ports.me));
    if (!tells || !ports.wanted() || ports.looking(message.room_id)) return;
    const asked = this.#asking.get(message.room_id);
    if (asked !== undefined) {
      // A question is already open; its answer applies to this message as well.
      asked.message = message;
      return;
    }
    const timer = ports.setTimer(() => this.#conclude(message.room_id), ANSWER_MS);
    this.#asking.set(message.room_id, { message, timer });
    ports.tell({ about: "asking", room: message.room_id });
  }

  #conclude(roomId: string): void {
    const { ports } = this;
    const message = this.#asking.get(roomId)?.message;
    this.#asking.delete(roomId);
    const room = ports.room(roomId);
    if (message === undefined || room === undefined || room.lastRead >= message.seq || ports.looking(roomId))
      return;
    const notification = ports.show(message, () => {
      this.#gone(roomId, () => true);
      ports.open(message);
    });
    if (notification === null) return;
    this.#shown.delete(roomId);
    this.#shown.set(roomId, { message, close: notification.close });
    const oldest = this.#shown.keys().next().value;
    if (this.#shown.size > SHOWN_MAX && oldest !== undefined) this.#gone(oldest, () => true);
  }

  #gone(roomId: string, concerns: (message: Message) => boolean): void {
    const asked = this.#asking.get(roomId);
    if (asked !== undefined && concerns(asked.message)) this.#stopAsking(roomId);
    const shown = this.#shown.get(roomId);
    if (shown === undefined || !concerns(shown.message)) return;
    this.#shown.delete(roomId);
    shown.close();
  }

  #stopAsking(roomId: string): void {
    const asked = this.#asking.get(roomId);
    if (asked === undefined) return;
    this.#asking.delete(roomId);
    this.ports.clearTimer(asked.timer);
  }
}
