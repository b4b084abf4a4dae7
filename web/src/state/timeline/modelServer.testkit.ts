// A model of the server's room for tests: dense seq, versions, quotes resolved when read, pages and changes.
import type { Changes, Message, MessagesPage, Room, UserRef } from "@/net/protocol.gen";
import type { PageQuery } from "@/net/api/messages";
import type { DurableFrame } from "./sync";

export const ROOM = "room-1";
export const user = (id: string): UserRef => ({ id, username: id, display_name: id, avatar_url: null });

export function message(seq: number, over: Partial<Message> = {}): Message {
  return {
    id: `m${seq}`,
    room_id: ROOM,
    seq,
    version: seq,
    author: user("bo"),
    body: `body ${seq}`,
    created_at: new Date(1_700_000_000_000 + seq * 1000).toISOString(),
    edited_at: null,
    deleted_at: null,
    reply_to: null,
    attachments: [],
    reactions: [],
    mentions: [],
    mentions_room: false,
    previews: [],
    pinned_at: null,
    ...over,
  };
}

/** The room as a plain member sees it. */
export const asMember = (room: Room): Room => ({
  ...room,
  you: {
    role: "member",
    joined_at: room.created_at,
    last_read_seq: 0,
    unread: 0,
    mentions: 0,
    notify: "all",
  },
});

export class ModelServer {
  epoch = "e1";
  version = 0;
  requests = 0;
  readonly #messages: Message[] = [];

  get lastSeq(): number {
    return this.#messages.length;
  }

  send(id: string, author: string, body: string, replyTo?: number): DurableFrame {
    this.version += 1;
    const stored = message(this.#messages.length + 1, {
      id,
      author: user(author),
      body,
      version: this.version,
    });
    const target = replyTo === undefined ? undefined : this.#messages[replyTo - 1];
    if (target !== undefined)
      stored.reply_to = {
        id: target.id,
        seq: target.seq,
        author: target.author,
        excerpt: "",
        deleted: false,
      };
    this.#messages.push(stored);
    return { type: "message.created", room_id: ROOM, version: this.version, message: this.read(stored) };
  }

  edit(seq: number, body: string): DurableFrame | null {
    const held = this.#at(seq);
    if (held.deleted_at !== null) return null;
    this.version += 1;
    Object.assign(held, { body, version: this.version, edited_at: held.created_at });
    return { type: "message.updated", room_id: ROOM, version: this.version, message: this.read(held) };
  }

  remove(seq: number): DurableFrame | null {
    const held = this.#at(seq);
    if (held.deleted_at !== null) return null;
    this.version += 1;
    Object.assign(held, { body: "", reactions: [], version: this.version, deleted_at: held.created_at });
    return {
      type: "message.deleted",
      room_id: ROOM,
      version: this.version,
      message_id: held.id,
      seq,
      deleted_at: held.created_at,
    };
  }

  react(seq: number, emoji: string, userId: string): DurableFrame | null {
    const held = this.#at(seq);
    if (held.deleted_at !== null) return null;
    const known = held.reactions.find((r) => r.emoji === emoji);
    const had = known?.user_ids.includes(userId) ?? false;
    const ids = had
      ? (known?.user_ids ?? []).filter((id) => id !== userId)
      : [...(known?.user_ids ?? []), userId];
    this.version += 1;
    held.version = this.version;
    const next = { emoji, count: ids.length, user_ids: ids };
    held.reactions =
      known === undefined
        ? [...held.reactions, next]
        : held.reactions.map((r) => (r === known ? next : r)).filter((r) => r.count > 0);
    return {
      type: had ? "reaction.removed" : "reaction.added",
      room_id: ROOM,
      version: this.version,
      message_id: held.id,
      emoji,
      user_id: userId,
      count: ids.length,
    };
  }

  page(query: PageQuery): MessagesPage {
    this.requests += 1;
    const limit = query.limit ?? 50;
    const total = this.#messages.length;
    let from = Math.max(0, total - limit);
    if (query.before !== undefined) from = Math.max(0, query.before - 1 - limit);
    if (query.after !== undefined) from = query.after;
    if (query.around !== undefined) from = Math.max(0, query.around - 1 - (limit >> 1));
    const to = query.before === undefined ? Math.min(total, from + limit) : Math.min(total, query.before - 1);
    return {
      messages: this.#messages.slice(from, to).map((m) => this.read(m)),
      has_before: from > 0,
      has_after: to < total,
      version: this.version,
      epoch: this.epoch,
    };
  }

  changes(since: number, epoch: string): Changes {
    this.requests += 1;
    const later = this.#messages.filter((m) => m.version > since).toSorted((a, b) => a.version - b.version);
    const reset = epoch !== this.epoch || since > this.version || later.length > 500;
    return {
      epoch: this.epoch,
      version: this.version,
      messages: reset ? [] : later.map((m) => this.read(m)),
      members_changed: false,
      room: this.room(),
      reset,
    };
  }

  room(): Room {
    return {
      id: ROOM,
      kind: "public",
      name: "Room",
      description: "",
      avatar_url: null,
      created_by: "ana",
      created_at: "2026-01-01T00:00:00.000Z",
      version: this.version,
      last_seq: this.lastSeq,
      member_count: 2,
      posting: "everyone",
      you: null,
    };
  }

  byId(id: string): Message | undefined {
    const held = this.#messages.find((m) => m.id === id);
    return held && this.read(held);
  }

  all(): Message[] {
    return this.#messages.map((m) => this.read(m));
  }

  read(stored: Message): Message {
    const copy = structuredClone(stored);
    if (copy.reply_to !== null) {
      const target = this.#at(copy.reply_to.seq);
      const deleted = target.deleted_at !== null;
      copy.reply_to = { ...copy.reply_to, deleted, excerpt: deleted ? "" : target.body.slice(0, 140) };
    }
    return copy;
  }

  #at(seq: number): Message {
    const held = this.#messages[seq - 1];
    if (held === undefined) throw new Error(`no message ${seq}`);
    return held;
  }
}

/** Timers that fire only when a test calls `fire`. */
export class ManualTimers {
  readonly #tasks = new Map<number, () => void>();
  #next = 1;
  set = (task: () => void): unknown => {
    this.#tasks.set(this.#next, task);
    return this.#next++;
  };
  clear = (timer: unknown): void => {
    this.#tasks.delete(timer as number);
  };
  get size(): number {
    return this.#tasks.size;
  }
  fire(): void {
    const tasks = [...this.#tasks.values()];
    this.#tasks.clear();
    for (const task of tasks) task();
  }
}

/** Runs the microtasks of everything that waits for an answer. */
export async function settle(): Promise<void> {
  for (let i = 0; i < 20; i++) await Promise.resolve();
}
