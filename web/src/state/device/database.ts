// What this device stores for one user: unsent messages, their files, and drafts, in one IndexedDB database named after the
// user's id. If the browser refuses storage, callers get null and keep things in memory until the page closes.
import type { DBSchema, IDBPDatabase } from "idb";
import type { Draft } from "../drafts/drafts";
import type { KeptFile } from "../files/kept";
import type { Waiting } from "../outbox/types";

interface Schema extends DBSchema {
  outbox: { key: string; value: Waiting };
  drafts: { key: string; value: Draft };
  files: { key: string; value: KeptFile };
  bytes: { key: string; value: Blob };
}

export type Database = IDBPDatabase<Schema>;

const nameOf = (userId: string) => `confluence.${userId}`;

/** Opens the user's database; null if the browser refuses storage. */
export async function openDatabase(userId: string): Promise<Database | null> {
  try {
    // Loaded on demand: its code need not delay the messages.
    const { openDB } = await import("idb");
    return await openDB<Schema>(nameOf(userId), 2, {
      upgrade(database, from) {
        if (from < 1) {
          database.createObjectStore("outbox", { keyPath: "id" });
          database.createObjectStore("drafts", { keyPath: "room_id" });
        }
        database.createObjectStore("files", { keyPath: "key" });
        database.createObjectStore("bytes");
      },
      // Another tab is erasing or upgrading the database and must not wait for this one.
      blocking(_current, _blocked, event) {
        (event.target as IDBDatabase).close();
      },
    });
  } catch {
    return null;
  }
}

/** Erases everything this device stores for the user. */
export async function eraseDatabase(userId: string): Promise<void> {
  const { deleteDB } = await import("idb");
  await deleteDB(nameOf(userId));
}
