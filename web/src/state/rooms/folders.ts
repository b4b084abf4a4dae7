// Fetches and changes the user's folders. Changes show at once and are saved one after another. The server stores all folders
// as one value, so every device ends up with the last change.
//
//   known ──change──► saving (shown already; frames of other devices wait) ──answer──► known
//                     saving ──refused──► fetched again: the stored folders are shown, and the change is reported as failed
import { listFolders, putFolders } from "@/net/api/folders";
import type { Folder } from "@/net/protocol.gen";
import { setFolders, useFolders } from "./folderList";

/** Number of changes being saved. */
let saving = 0;
let last: Promise<unknown> = Promise.resolve();
/** Folders as last sent by the server; shown again when a change is refused. */
let stored: readonly Folder[] = [];
/** Whether a change of another device arrived while one was being saved. */
let missed = false;
/** Incremented when answers to earlier requests become outdated: by a change of another device, or another user signing in. */
let era = 0;
/** Incremented when the user may have changed. */
let session = 0;

export async function learn(): Promise<void> {
  const asked = era;
  const { folders } = await listFolders();
  if (asked !== era || saving > 0) return;
  stored = folders;
  setFolders(folders);
}

export function heard(folders: readonly Folder[]): void {
  era += 1;
  stored = folders;
  if (saving === 0) setFolders(folders);
  else missed = true;
}

/** @throws {ApiError} if the change could not be saved; the stored folders are shown again. */
export async function changeFolders(
  change: (folders: readonly Folder[]) => readonly Folder[],
): Promise<void> {
  // Saving now would overwrite folders that are not loaded yet.
  if (useFolders.getState().status !== "known") await learn();
  const mySession = session;
  const wanted = change(useFolders.getState().folders);
  setFolders(wanted);
  saving += 1;
  const mine = last.then(() => putFolders(wanted));
  last = mine.catch(() => undefined);
  try {
    const { folders } = await mine;
    if (mySession !== session) return;
    stored = folders;
    if (saving === 1) setFolders(folders);
  } catch (error) {
    missed = true;
    if (mySession === session && saving === 1) setFolders(stored);
    throw error;
  } finally {
    if (mySession === session) {
      saving -= 1;
      if (saving === 0 && missed) {
        missed = false;
        // `missed` is also set by the echo of our own change; then this fetches what is shown already.
        learn().catch(() => undefined);
      }
    }
  }
}

export function forget(): void {
  era += 1;
  session += 1;
  saving = 0;
  missed = false;
  stored = [];
  last = Promise.resolve();
}
