// The signed-in user's conversation (timelines, outbox, drafts) as views see it. converse.ts starts and ends it, and loads
// after the first paint.
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

/** The signed-in user's conversation; null while nobody is signed in or its code is still loading. */
export const useConversation = create<{ current: Conversation | null }>(() => ({ current: null }));

// Registered here so that it also runs if the user signs out before the conversation's code has loaded.
onErase(async (userId) => (await import("../device/database")).eraseDatabase(userId));

/** The current user as the author of a new message. */
export const authorOf = ({ id, username, display_name, avatar_url }: UserRef): UserRef => ({
  id,
  username,
  display_name,
  avatar_url,
});
