// Moves the user's read mark. The list shows the new count at once; the server's exact answer replaces it.
// The timeline decides when to move it (visible, focused, at the bottom).
import { putRead } from "@/net/api/reads";
import { roomOf, updateMembership } from "../rooms/rooms";

/** Rooms marked unread by hand: reading them does not mark them read until they are left or marked read by hand. */
const heldUnread = new Set<string>();

export const isHeldUnread = (roomId: string): boolean => heldUnread.has(roomId);

export const releaseUnread = (roomId: string): boolean => heldUnread.delete(roomId);

/** Marks a room read up to and including `seq`; does nothing if the mark is already there or further. */
export async function markRead(roomId: string, seq: number): Promise<void> {
  releaseUnread(roomId);
  const room = roomOf(roomId);
  if (room?.you == null || seq <= room.you.last_read_seq) return;
  if (seq >= room.last_seq) updateMembership(roomId, { last_read_seq: seq, unread: 0, mentions: 0 });
  await put(roomId, seq, false);
}

/** Marks the message `seq` and everything after it as unread. */
export function markUnreadFrom(roomId: string, seq: number): Promise<void> {
  heldUnread.add(roomId);
  return put(roomId, Math.max(0, seq - 1), true);
}

async function put(roomId: string, seq: number, force: boolean): Promise<void> {
  const asked = roomOf(roomId)?.last_seq;
  const answer = await putRead(roomId, seq, force);
  // Messages newer than the answer are counted by their own frames; taking the answer's counts would lose them.
  if (roomOf(roomId)?.last_seq === asked) updateMembership(roomId, answer);
  else updateMembership(roomId, { last_read_seq: answer.last_read_seq });
}
