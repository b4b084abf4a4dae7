// Presence of people: pushed, never stored. For people not in it, the member list's value applies.
import { create } from "zustand";
import { listMembers } from "@/net/api/rooms";
import type { Presence } from "@/net/protocol.gen";

/** People remembered; beyond it all are dropped and learned again. */
const MAX = 5_000;

export const usePresence = create<{ byUser: Readonly<Record<string, Presence>> }>(() => ({ byUser: {} }));

export function setPresence(userId: string, status: Presence): void {
  usePresence.setState(({ byUser }) => {
    if (byUser[userId] === status) return { byUser };
    const kept = Object.keys(byUser).length >= MAX ? {} : byUser;
    return { byUser: { ...kept, [userId]: status } };
  });
}

/** Asks who of these rooms is there, one after another; frames keep it current from then on. */
export async function learnPresence(roomIds: readonly string[]): Promise<void> {
  for (const id of roomIds) {
    const { items } = await listMembers(id, null);
    for (const { user, presence } of items) setPresence(user.id, presence);
  }
}

export const forgetPresence = (): void => usePresence.setState({ byUser: {} });
