// Where files being uploaded are stored: the user's database, or memory if the browser refuses one.
import type { Database } from "../device/database";
import type { FileStore, KeptFile } from "./kept";

export const databaseFiles = (database: Database): FileStore => ({
  all: () => database.getAll("files"),
  add: async (file, bytes) => {
    const change = database.transaction(["files", "bytes"], "readwrite");
    await Promise.all([
      change.objectStore("files").put(file),
      change.objectStore("bytes").put(bytes, file.key),
      change.done,
    ]);
  },
  bytes: (key) => database.get("bytes", key),
  change: async (key, patch) => {
    const change = database.transaction("files", "readwrite");
    const held = await change.store.get(key);
    if (held !== undefined) await change.store.put({ ...held, ...patch });
    await change.done;
    return held === undefined ? undefined : { ...held, ...patch };
  },
  settle: async (key, attachment) => {
    const change = database.transaction("files", "readwrite");
    const held = await change.store.get(key);
    const first = held?.attachment ?? attachment;
    if (held !== undefined && held.attachment === null) await change.store.put({ ...held, attachment });
    await change.done;
    return first;
  },
  delete: async (keys) => {
    const change = database.transaction(["files", "bytes"], "readwrite");
    await Promise.all(
      keys.flatMap((key) => [
        change.objectStore("files").delete(key),
        change.objectStore("bytes").delete(key),
      ]),
    );
    await change.done;
  },
});

export function memoryFiles(): FileStore {
  const kept = new Map<string, { file: KeptFile; bytes: Blob }>();
  return {
    all: async () => [...kept.values()].map(({ file }) => file),
    add: async (file, bytes) => {
      kept.set(file.key, { file, bytes });
    },
    bytes: async (key) => kept.get(key)?.bytes,
    change: async (key, change) => {
      const held = kept.get(key);
      if (held === undefined) return undefined;
      held.file = { ...held.file, ...change };
      return held.file;
    },
    settle: async (key, attachment) => {
      const held = kept.get(key);
      if (held === undefined) return attachment;
      const first = held.file.attachment ?? attachment;
      held.file = { ...held.file, attachment: first };
      return first;
    },
    delete: async (keys) => {
      for (const key of keys) kept.delete(key);
    },
  };
}
