// What is announced to screen readers while a room is open: everything, mentions only, or a count once a minute. Chosen per
// room, stored on this device.
import { readStored, writeStored } from "@/lib/storage";

export type Announcements = "everything" | "mentions" | "digest";

const KEY = "confluence.announcements";
/** Stored choices; the default one is not stored. */
const MAX = 500;

export function announcementsOf(roomId: string): Announcements {
  return readStored<Record<string, Announcements>>(KEY, {})[roomId] ?? "everything";
}

export function setAnnouncements(roomId: string, choice: Announcements): void {
  const { [roomId]: _old, ...others } = readStored<Record<string, Announcements>>(KEY, {});
  const kept = Object.entries(others).slice(-(MAX - 1));
  writeStored(KEY, Object.fromEntries(choice === "everything" ? kept : [...kept, [roomId, choice]]));
}
