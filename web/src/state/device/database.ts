// What this device keeps for one person: messages that wait to be sent, their files, and drafts, in one IndexedDB database
// named after the person. Where the browser refuses storage, callers get null and keep things in memory for the life of the page.
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

/** Opens the person's database; null where storage is refused. */
export async function openDatabase(userId: string): Promise<Database | null> {
  try {
    // It opens while people already read: its code need not come before the messages.
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
      // Another tab erases or upgrades: it must not wait for us.
      blocking(_current, _blocked, event) {
        (event.target as IDBDatabase).close();
      },
    });
  } catch {
    return null;
  }
}

/** Erases everything this device keeps for the person. */
export async function eraseDatabase(userId: string): Promise<void> {
  const { deleteDB } = await import("idb");
  await deleteDB(nameOf(userId));
}
