// What a signed-in person reads and writes, for those who show it; converse.ts starts and ends it, and comes beside the first
// paint.
import { create } from "zustand";
import type { UserRef } from "@/net/protocol.gen";
import type { Drafts } from "../drafts/drafts";
import type { Outbox } from "../outbox/outbox";
import { onErase } from "../session/session";
import type { Timelines } from "../timeline/timelines";

export interface Conversation {
  readonly userId: string;
  readonly timelines: Timelines;
  readonly outbox: Outbox;
  readonly drafts: Drafts;
}

/** The conversation of the person signed in; null while nobody is, and until its code has come. */
export const useConversation = create<{ current: Conversation | null }>(() => ({ current: null }));

// Also for who signs out before anything was opened.
onErase(async (userId) => (await import("../device/database")).eraseDatabase(userId));

/** The author of what I write now. */
export const authorOf = ({ id, username, display_name, avatar_url }: UserRef): UserRef => ({
  id,
  username,
  display_name,
  avatar_url,
});
