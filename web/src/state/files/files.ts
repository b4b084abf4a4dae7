// Access to Uploads for the rest of the client. Its code loads with the first file.
import { useSyncExternalStore } from "react";
import type { Attachment } from "@/net/protocol.gen";
import type { Database } from "../device/database";
import type { FileRef } from "./kept";
import type { TrayFile } from "./types";
import type { Uploads } from "./uploads";

const NONE: readonly TrayFile[] = [];

let loaded: Uploads | null = null;
let loading: Promise<Uploads> | null = null;
let database: Promise<Database | null> = Promise.resolve(null);
let unkept: (name: string) => void = () => {};
const listeners = new Set<() => void>();
/** Callers that could not load the code of Uploads and wait for the connection. */
let stranded: (() => void)[] = [];

const tell = () => {
  for (const listener of listeners) listener();
};

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Files of the message being written in a room. */
export const useTray = (roomId: string): readonly TrayFile[] =>
  useSyncExternalStore(subscribe, () => loaded?.tray(roomId) ?? NONE);

/** A file on this device; undefined while it is not known. */
export const useTrayFile = (key: string): TrayFile | undefined =>
  useSyncExternalStore(subscribe, () => loaded?.file(key));

/** Loads Uploads. Rejects if the code cannot be loaded; the next call tries again. */
export function uploads(): Promise<Uploads> {
  const bring = async () => {
    const held = database;
    const [{ makeUploads }, opened] = await Promise.all([import("./ports"), held]);
    const made = makeUploads(opened, (name) => unkept(name));
    // Another user signed in meanwhile.
    if (held !== database) made.stop();
    else {
      loaded = made;
      made.subscribe(tell);
    }
    return made;
  };
  const bringing = loading ?? bring();
  loading = bringing;
  bringing.catch(() => {
    if (loading === bringing) loading = null;
  });
  return bringing;
}

/** Files to send with the message being written. */
export const trayRefs = (roomId: string): FileRef[] => loaded?.refs(roomId) ?? [];

export const trayTaken = (roomId: string): void => loaded?.taken(roomId);

/** Sets what to do when a file could not be stored on this device: the application shows a notice. */
export function onUnkept(say: (name: string) => void): void {
  unkept = say;
}

/** The outbox's port to the files of the current user. */
export const outboxFiles = {
  async complete(file: FileRef): Promise<Attachment> {
    for (;;) {
      const ready = await uploads().catch(() => null);
      if (ready !== null) return ready.complete(file);
      await new Promise<void>((done) => stranded.push(done));
    }
  },
  async stored(files: readonly FileRef[]): Promise<void> {
    await loaded?.stored(files.map(({ key }) => key));
  },
  renew(files: readonly FileRef[]): void {
    for (const { key } of files) loaded?.renew(key);
  },
};

/** Starts for a user, with the user's database. */
export function startFiles(held: Promise<Database | null>): void {
  database = held;
}

export function filesConnected(): void {
  for (const go of stranded.splice(0)) go();
  loaded?.connected();
}

/**
 * Restores the files of an earlier page; loads no code if there are none.
 * @param held files of messages in the outbox. @param trays whether this tab restores the files of drafts as well.
 */
export async function restoreFiles(held: readonly FileRef[], trays: boolean): Promise<void> {
  const opened = await database;
  if (opened === null || (await opened.count("files")) === 0) return;
  await (await uploads()).restore(new Set(held.map(({ key }) => key)), trays);
}

export const forgetFiles = (keys: readonly string[]): void => loaded?.forget(keys);

export function stopFiles(): void {
  loaded?.stop();
  loaded = null;
  loading = null;
  stranded = [];
  database = Promise.resolve(null);
}
