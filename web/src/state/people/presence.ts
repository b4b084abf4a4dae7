// Who is there. Pushed, never stored; whoever is not in it counts as what the members list said.
import { create } from "zustand";
import type { Presence } from "@/net/protocol.gen";

/** So many people are remembered; beyond it everything is forgotten and learned anew. */
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
