// When the user last sent a message in each room, as far as this page has seen it: slow mode counts from there. The server
// decides; this only tells the user in advance. Bounded by the number of rooms.
import { create } from "zustand";

export const useLastSent = create<Readonly<Record<string, number>>>(() => ({}));

/** Remembers a message of the user's, sent at that time in milliseconds of the device's clock. */
export function sentAt(roomId: string, at: number): void {
  useLastSent.setState((known) => ((known[roomId] ?? 0) >= at ? known : { ...known, [roomId]: at }));
}

/**
 * Takes a message of the user's that the room's history has, if none is known from this page. The server's clock, which dated
 * it, may be ahead of the device's.
 */
export function sentBefore(roomId: string, createdAt: string): void {
  if (useLastSent.getState()[roomId] === undefined)
    sentAt(roomId, Math.min(Date.parse(createdAt), Date.now()));
}

export function forgetLastSent(): void {
  useLastSent.setState({}, true);
}
