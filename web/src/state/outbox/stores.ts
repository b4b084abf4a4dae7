// Where the outbox stores its messages: the user's database, or memory if the browser refuses one.
import type { Database } from "../device/database";
import type { OutboxStore, Waiting } from "./types";

export const databaseStore = (database: Database): OutboxStore => ({
  all: () => database.getAll("outbox"),
  put: async (waiting) => {
    // Relaxed: survives a crash of the page; a simultaneous crash of the machine may lose it.
    const change = database.transaction("outbox", "readwrite", { durability: "relaxed" });
    await change.store.put(waiting);
    await change.done;
  },
  delete: async (id, files) => {
    const stores = files.length === 0 ? (["outbox"] as const) : (["outbox", "files", "bytes"] as const);
    const change = database.transaction([...stores], "readwrite");
    await change.objectStore("outbox").delete(id);
    for (const key of files) {
      await change.objectStore("files").delete(key);
      await change.objectStore("bytes").delete(key);
    }
    await change.done;
  },
});

export function memoryStore(): OutboxStore {
  const kept = new Map<string, Waiting>();
  return {
    all: async () => [...kept.values()],
    put: async (waiting) => {
      kept.set(waiting.id, waiting);
    },
    delete: async (id) => {
      kept.delete(id);
    },
  };
}
