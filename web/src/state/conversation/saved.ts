// Which messages the user has saved, for the entry in a message's menu. Loaded once, shortly before the first such menu
// opens, and updated by what the user does here. The dialog that shows the list loads it itself.
import { create } from "zustand";
import { listSaved, saveMessage, unsaveMessage } from "@/net/api/keep";
import type { Message } from "@/net/protocol.gen";
import { markStale, onStale } from "../requests/stale";

type Which = Pick<Message, "id" | "room_id">;

/** Message ids are unique only within their room. */
const keyOf = ({ room_id, id }: Which): string => `${room_id}/${id}`;

/** Pages of 200. Messages saved before the newest 2,000 still appear in the list and can be removed there. */
const PAGES_MAX = 10;

export const useSaved = create<{ keys: ReadonlySet<string> }>(() => ({ keys: new Set() }));

let learning: Promise<void> | null = null;
/** Incremented when the user may have changed; answers to earlier requests are dropped. */
let era = 0;

export const isSaved = (message: Which): boolean => useSaved.getState().keys.has(keyOf(message));

onStale((key) => {
  if (key === "everything") forgetSaved();
});

/** Loads the saved messages once. */
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

/** Saves or unsaves a message. The change shows at once; on an error it is reverted and the error thrown. */
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
