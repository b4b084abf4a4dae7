// Builds a timeline's rows from its items: where days begin, where the unread divider is, and which rows show their author. Rows
// read the content of messages themselves.
import type { Entry, Item } from "@/state/timeline/types";

/** Rows of one author this close share one header. */
const GROUP_MS = 5 * 60_000;

export interface MessageRow {
  readonly kind: "message";
  /** The message's id, which stays the same when a sent message is confirmed. */
  readonly key: string;
  /** Whether the author and time are shown. */
  readonly headed: boolean;
  /** Headed, yet directly below a row of the same author, so that their backgrounds join. */
  readonly joined: boolean;
  /** Time of the first message of a day, else null. */
  readonly day: string | null;
  /** Whether the unread divider is above. */
  readonly divided: boolean;
  /** Whether it is the first message of the room. */
  readonly first: boolean;
}

export interface HoleRow {
  readonly kind: "hole";
  readonly key: string;
  readonly count: number;
}

export type Row = MessageRow | HoleRow;

export interface RowContext {
  entry: (id: string) => Entry | undefined;
  me: string;
  /** People whom the user blocks. Each of their messages has a header of its own, because each is shown on request. */
  blocked: ReadonlySet<string>;
  /** The unread divider is above the first message of others after this seq; null: there is none. */
  unreadAfter: number | null;
  hasBefore: boolean;
}

/** Builds the rows; unchanged rows keep their identity, so that they do not render again. */
export function buildRows(items: readonly Item[], context: RowContext, before: readonly Row[]): Row[] {
  const known = new Map(before.map((row) => [row.key, row]));
  const rows: Row[] = [];
  let previous: Entry["message"] | null = null;
  let divided = context.unreadAfter === null;
  for (const item of items) {
    if (item.kind === "hole") {
      rows.push(keep(known, { kind: "hole", key: `hole:${item.from}`, count: item.to - item.from + 1 }));
      previous = null;
      continue;
    }
    const message = context.entry(item.id)?.message;
    if (message === undefined) continue;
    const author = message.author.id;
    const blocked = context.blocked.has(author);
    const counts = author !== context.me && !blocked;
    const divider = !divided && counts && message.seq > (context.unreadAfter ?? 0);
    divided ||= divider;
    const newDay =
      previous === null ? rows.length === 0 : dayOf(previous.created_at) !== dayOf(message.created_at);
    const headed =
      newDay ||
      divider ||
      blocked ||
      message.reply_to !== null ||
      previous === null ||
      !groups(previous, message);
    rows.push(
      keep(known, {
        kind: "message",
        key: item.id,
        headed,
        joined: headed && !newDay && !divider && previous?.author.id === author,
        day: newDay ? message.created_at : null,
        divided: divider,
        first: rows.length === 0 && !context.hasBefore,
      }),
    );
    previous = message;
  }
  return rows;
}

/** Builds rows repeatedly, each time reusing the previous ones. */
export class RowMemory {
  #rows: Row[] = [];

  build(items: readonly Item[], context: RowContext): readonly Row[] {
    this.#rows = buildRows(items, context, this.#rows);
    return this.#rows;
  }
}

/** Start of a time's day in the local time zone, in ms. */
export function dayOf(at: string): number {
  return new Date(at).setHours(0, 0, 0, 0);
}

function groups(earlier: Entry["message"], later: Entry["message"]): boolean {
  return (
    earlier.author.id === later.author.id &&
    Date.parse(later.created_at) - Date.parse(earlier.created_at) < GROUP_MS
  );
}

function keep(known: ReadonlyMap<string, Row>, row: Row): Row {
  const held = known.get(row.key);
  if (held === undefined || held.kind !== row.kind) return row;
  if (held.kind === "hole") return row.kind === "hole" && held.count === row.count ? held : row;
  return row.kind === "message" &&
    held.headed === row.headed &&
    held.joined === row.joined &&
    held.day === row.day &&
    held.divided === row.divided &&
    held.first === row.first
    ? held
    : row;
}
