// What this device keeps of files on their way: a small record and the bytes of each, in the person's database, or in memory
// where the browser refuses one. Records and bytes lie apart, because a record changes often and bytes never do.
import type { Attachment } from "@/net/protocol.gen";
import type { Database } from "../database";

/** What a message that waits says of a file. */
export interface FileRef {
  key: string;
  name: string;
  /** Bytes. */
  size: number;
  /** As this device believes; the server looks for itself. */
  content_type: string;
  /** Pixels; null for what is no picture, or is not measured yet. */
  width: number | null;
  height: number | null;
  caption: string;
  alt: string;
}

export interface KeptFile extends FileRef {
  room_id: string;
  /** Ascends in the order of picking. */
  order: number;
  /** An upload that was begun in chunks and can go on. */
  resume: string | null;
  attachment: Attachment | null;
}

export interface FileStore {
  all: () => Promise<KeptFile[]>;
  add: (file: KeptFile, bytes: Blob) => Promise<void>;
  bytes: (key: string) => Promise<Blob | undefined>;
  /** Changes a record that is there; undefined where it is not. */
  change: (key: string, change: Partial<KeptFile>) => Promise<KeptFile | undefined>;
  /** The first answer for a file wins, whichever tab got it: a message must name the same upload however often it is sent. */
  settle: (key: string, attachment: Attachment) => Promise<Attachment>;
  delete: (keys: readonly string[]) => Promise<void>;
}

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
