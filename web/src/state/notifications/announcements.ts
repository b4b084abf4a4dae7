// What a screen reader is told of a room while it is open: everything, mentions only, or a count once a minute. Chosen per
// room, kept on this device.
import { readStored, writeStored } from "@/lib/storage";

export type Announcements = "everything" | "mentions" | "digest";

const KEY = "confluence.announcements";
/** Choices kept; the usual one takes no place. */
const MAX = 500;

export function announcementsOf(roomId: string): Announcements {
  return readStored<Record<string, Announcements>>(KEY, {})[roomId] ?? "everything";
}

export function setAnnouncements(roomId: string, choice: Announcements): void {
  const { [roomId]: _old, ...others } = readStored<Record<string, Announcements>>(KEY, {});
  const kept = Object.entries(others).slice(-(MAX - 1));
  writeStored(KEY, Object.fromEntries(choice === "everything" ? kept : [...kept, [roomId, choice]]));
}
