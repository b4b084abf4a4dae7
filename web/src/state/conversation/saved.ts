// Which messages I have saved, for the entry in a message's menu: asked for once, when the first such menu is near, and kept
// by what I do here. The list itself is asked for anew by whoever shows it.
import { create } from "zustand";
import { listSaved, saveMessage, unsaveMessage } from "@/net/api/keep";
import type { Message } from "@/net/protocol.gen";
import { markStale, onStale } from "../requests/stale";

type Which = Pick<Message, "id" | "room_id">;

/** Ids of messages are unique within their room only. */
const keyOf = ({ room_id, id }: Which): string => `${room_id}/${id}`;

/** Pages of 200: what was saved before the newest two thousand still shows in the list, and can be taken out there. */
const PAGES_MAX = 10;

export const useSaved = create<{ keys: ReadonlySet<string> }>(() => ({ keys: new Set() }));

let learning: Promise<void> | null = null;
/** Counts up when somebody else may be signed in: what was asked for before is dropped. */
let era = 0;

export const isSaved = (message: Which): boolean => useSaved.getState().keys.has(keyOf(message));

onStale((key) => {
  if (key === "everything") forgetSaved();
});

/** Asks once for what is saved already. */
export function learnSaved(): void {
  learning ??= learn(era).catch(() => {
    learning = null;
  });
}

async function learn(asked: number): Promise<void> {
  let cursor: string | null = null;
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const answer = await listSaved(cursor, 200);
    if (asked !== era) return;
    useSaved.setState(({ keys }) => ({ keys: new Set([...keys, ...answer.messages.map(keyOf)]) }));
    cursor = answer.next_cursor;
    if (cursor === null) return;
  }
}

/** Saves a message, or forgets it. Shows at once; an error takes it back and is thrown. */
export async function setSaved(message: Which, saved: boolean): Promise<void> {
  mark(message, saved);
  try {
    await (saved ? saveMessage : unsaveMessage)(message.room_id, message.id);
  } catch (error) {
    mark(message, !saved);
    throw error;
  } finally {
    markStale(["saved"]);
  }
}

function forgetSaved(): void {
  era += 1;
  learning = null;
  useSaved.setState({ keys: new Set() });
}

function mark(message: Which, saved: boolean): void {
  useSaved.setState(({ keys }) => {
    const next = new Set(keys);
    if (saved) next.add(keyOf(message));
    else next.delete(keyOf(message));
    return { keys: next };
  });
}
