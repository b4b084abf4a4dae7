// Presence of people: pushed, never stored. For people not in it, the member list's value applies.
import { create } from "zustand";
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

export const forgetPresence = (): void => usePresence.setState({ byUser: {} });
