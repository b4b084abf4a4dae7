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
/** Whether another device was heard while a change was on its way. */
let missed = false;
/** Counts up when somebody else may be signed in: what was asked for before is dropped. */
let era = 0;

export async function learn(): Promise<void> {
  const asked = era;
  const { folders } = await listFolders();
  if (asked === era && saving === 0) setFolders(folders);
}

export function heard(folders: readonly Folder[]): void {
  if (saving === 0) setFolders(folders);
  else missed = true;
}

/** @throws {ApiError} when it could not be saved; what is stored shows again. */
export async function changeFolders(
  change: (folders: readonly Folder[]) => readonly Folder[],
): Promise<void> {
  const asked = era;
  const wanted = change(useFolders.getState().folders);
  setFolders(wanted);
  saving += 1;
  const mine = last.then(() => putFolders(wanted));
  last = mine.catch(() => undefined);
  let stale = false;
  try {
    const { folders } = await mine;
    if (asked === era && saving === 1) setFolders(folders);
  } catch (error) {
    stale = true;
    throw error;
  } finally {
    if (asked === era) {
      saving -= 1;
      missed ||= stale;
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
  saving = 0;
  missed = false;
  last = Promise.resolve();
}
