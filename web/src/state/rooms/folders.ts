// Asking for my folders and changing them. A change shows at once and is then saved, one after the other; the server keeps
// them whole, so that the last change is what all devices show.
//
//   known ──change──► saving (shown already; what other devices say waits) ──answer──► known
//                     saving ──refused──► asked again: what is stored is shown, and the change is told as failed
import { listFolders, putFolders } from "@/net/api/folders";
import type { Folder } from "@/net/protocol.gen";
import { setFolders, useFolders } from "./folderList";

/** Changes that are on their way. */
let saving = 0;
let last: Promise<unknown> = Promise.resolve();
/** What the server last said they are: shown again where a change is refused. */
let stored: readonly Folder[] = [];
/** Whether another device was heard while a change was on its way. */
let missed = false;
/** Counts up with all that makes an answer to an earlier question old: what another device said, somebody else signing in. */
let era = 0;
/** Counts up when somebody else may be signed in. */
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

/** @throws {ApiError} when it could not be saved; what is stored shows again. */
export async function changeFolders(
  change: (folders: readonly Folder[]) => readonly Folder[],
): Promise<void> {
  // What is not known would be replaced by the little that is shown.
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
        // Its own frame is heard as well: then this asks for what is shown already.
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
