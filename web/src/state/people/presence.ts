// Presence of people: pushed, never stored. For people not in it, the member list's value applies.
import { create } from "zustand";
import type { Presence } from "@/net/protocol.gen";

/** What is shown of a presence: that somebody is not to be disturbed comes before how active they are. */
export type Shown = Presence | "do_not_disturb";

/** People remembered; beyond it all are dropped and learned again. */
const MAX = 5_000;

export const usePresence = create<{ byUser: Readonly<Record<string, Shown>> }>(() => ({ byUser: {} }));

export const shownAs = (status: Presence, doNotDisturb: boolean | undefined): Shown =>
  doNotDisturb === true && status !== "offline" ? "do_not_disturb" : status;

export function setPresence(userId: string, shown: Shown): void {
  usePresence.setState(({ byUser }) => {
    if (byUser[userId] === shown) return { byUser };
    const kept = Object.keys(byUser).length >= MAX ? {} : byUser;
    return { byUser: { ...kept, [userId]: shown } };
  });
}

export const forgetPresence = (): void => usePresence.setState({ byUser: {} });
