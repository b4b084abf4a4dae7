// The messages of one room by id, each at the newest version seen, with the quotes that point at them. It decides which of
// two states of a message is newer; windows.ts decides which messages are held.
import { excerptOf } from "@/lib/excerpt";
import { REACTION_USERS } from "@/lib/limits.gen";
import type { Message, MessageId, Reaction, ServerFrame, UserId, UserRef } from "@/net/protocol.gen";
import { tombstone } from "./tombstone";
import type { Entry } from "./types";

/** Frames that change one existing message. */
export type TouchFrame = Extract<
  ServerFrame,
  { type: "message.deleted" | "reaction.added" | "reaction.removed" }
>;

interface Held {
  entry: Entry;
  /** Room version of the snapshot that its quote comes from; older news about the quote is ignored. */
  asOf: number;
}

/** What a quote shows of a message. */
type Quoted = Pick<Message, "id" | "kind" | "body"> & { deleted: boolean };

export class Records {
  readonly #held = new Map<MessageId, Held>();
  readonly #idBySeq = new Map<number, MessageId>();
  /** Replies by quoted message, so that an edit of the target finds them. */
  readonly #repliesTo = new Map<MessageId, Set<MessageId>>();
  readonly #me: () => UserId;
  readonly #changed: (id: MessageId) => void;

  constructor(me: () => UserId, changed: (id: MessageId) => void) {
    this.#me = me;
    this.#changed = changed;
  }

  get size(): number {
    return this.#held.size;
  }

  entry(id: MessageId): Entry | undefined {
    return this.#held.get(id)?.entry;
  }

  idOf(seq: number): MessageId | undefined {
    return this.#idBySeq.get(seq);
  }

  /** Takes a message as of room version `asOf`. A state older than the one held changes nothing. */
  put(message: Message, asOf: number): void {
    const held = this.#held.get(message.id);
    if (held !== undefined && held.entry.message.version >= message.version) {
      if (asOf > held.asOf) this.#requote(held, message, asOf);
      return;
    }
    const entry: Entry = {
      id: message.id,
      message: { ...message, reactions: this.#withMe(message.reactions, held?.entry.message.reactions) },
      state: "sent",
      failure: null,
    };
    this.#held.set(message.id, { entry, asOf: Math.max(asOf, held?.asOf ?? 0) });
    this.#idBySeq.set(message.seq, message.id);
    const target = message.reply_to?.id;
    if (target !== undefined) {
      const replies = this.#repliesTo.get(target) ?? new Set();
      replies.add(message.id);
      this.#repliesTo.set(target, replies);
    }
    this.#changed(message.id);
  }

  /** Applies a deletion or a reaction, unless the message is not held or is already newer. */
  touch(frame: TouchFrame): void {
    const held = this.#held.get(frame.message_id);
    if (held === undefined || held.entry.message.version >= frame.version) return;
    const { message } = held.entry;
    const next: Message =
      frame.type === "message.deleted"
        ? tombstone(message, frame)
        : { ...message, version: frame.version, reactions: this.#react(message.reactions, frame) };
    this.#replace(held, next);
  }

  /**
   * Shows the user's own reaction before the server has confirmed it; the frame and the count in it override this. Returns
   * false if nothing changed.
   */
  tryReaction(id: MessageId, emoji: string, on: boolean): boolean {
    const held = this.#held.get(id);
    if (held === undefined || held.entry.message.deleted_at !== null) return false;
    const { message } = held.entry;
    const known = message.reactions.find((r) => r.emoji === emoji);
    if ((known?.me ?? false) === on) return false;
    const count = (known?.count ?? 0) + (on ? 1 : -1);
    const type = on ? "reaction.added" : "reaction.removed";
    const { room_id, version } = message;
    const frame = { type, room_id, version, message_id: id, emoji, user_id: this.#me(), count } as const;
    this.#replace(held, { ...message, reactions: this.#react(message.reactions, frame) });
    return true;
  }

  /** Updates the quote in all replies to `target`, whether the target itself is held or not. */
  refreshQuotes(quoted: Quoted, version: number): void {
    const excerpt = quoted.deleted ? "" : excerptOf(quoted.body);
    for (const id of this.#repliesTo.get(quoted.id) ?? []) {
      const held = this.#held.get(id);
      const quote = held?.entry.message.reply_to;
      if (held === undefined || quote === undefined || quote === null || held.asOf >= version) continue;
      const { kind: _, ...rest } = quote;
      const kind = quoted.kind === undefined ? {} : { kind: quoted.kind };
      this.#replace(held, {
        ...held.entry.message,
        reply_to: { ...rest, ...kind, excerpt, deleted: quoted.deleted },
      });
      held.asOf = version;
    }
  }

  /** Shows a person's new name and picture on their messages. */
  renamed({ id, username, display_name, avatar_url }: UserRef): void {
    const author = { id, username, display_name, avatar_url };
    for (const held of this.#held.values())
      if (held.entry.message.author.id === id) this.#replace(held, { ...held.entry.message, author });
  }

  /** Drops a message that no window holds any more. */
  drop(seq: number): void {
    const id = this.#idBySeq.get(seq);
    if (id === undefined) return;
    this.#idBySeq.delete(seq);
    const target = this.#held.get(id)?.entry.message.reply_to?.id;
    this.#held.delete(id);
    if (target === undefined) return;
    const replies = this.#repliesTo.get(target);
    replies?.delete(id);
    if (replies?.size === 0) this.#repliesTo.delete(target);
  }

  clear(): void {
    for (const id of this.#held.keys()) this.#changed(id);
    this.#held.clear();
    this.#idBySeq.clear();
    this.#repliesTo.clear();
  }

  #replace(held: Held, message: Message): void {
    held.entry = { ...held.entry, message };
    this.#changed(message.id);
  }

  #requote(held: Held, message: Message, asOf: number): void {
    held.asOf = asOf;
    const mine = held.entry.message.reply_to;
    const theirs = message.reply_to;
    if (theirs === null || mine === null) return;
    if (mine.kind === theirs.kind && mine.excerpt === theirs.excerpt && mine.deleted === theirs.deleted)
      return;
    this.#replace(held, { ...held.entry.message, reply_to: theirs });
  }

  /** Keeps the known `me` of reactions: only HTTP answers contain it, frames do not. */
  #withMe(reactions: Reaction[], before: Reaction[] | undefined): Reaction[] {
    const me = this.#me();
    return reactions.map((reaction) => ({
      ...reaction,
      me:
        reaction.me ??
        (reaction.user_ids.includes(me) || before?.find((b) => b.emoji === reaction.emoji)?.me === true),
    }));
  }

  #react(reactions: Reaction[], frame: Exclude<TouchFrame, { type: "message.deleted" }>): Reaction[] {
    const added = frame.type === "reaction.added";
    const mine = frame.user_id === this.#me();
    const known = reactions.find((r) => r.emoji === frame.emoji);
    if (frame.count <= 0) return reactions.filter((r) => r !== known);
    const others = (known?.user_ids ?? []).filter((id) => id !== frame.user_id);
    const next: Reaction = {
      emoji: frame.emoji,
      count: frame.count,
      user_ids: added && others.length < REACTION_USERS ? [...others, frame.user_id] : others,
      me: mine ? added : (known?.me ?? false),
    };
    return known === undefined ? [...reactions, next] : reactions.map((r) => (r === known ? next : r));
  }
}
