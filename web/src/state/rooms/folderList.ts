// My folders of rooms, as the room list shows them: small, because it is there before the first message. Asking for them and
// changing them is folders.ts's business, which comes beside it.
import { create } from "zustand";
import { readStored, writeStored } from "@/lib/storage";
import type { Folder } from "@/net/protocol.gen";

interface FoldersState {
  folders: readonly Folder[];
  /** Whether the server has said what they are. Where it could not be asked, the list stands without them. */
  status: "asking" | "known" | "failed";
}

/** Whether there were any when this device last looked: the list then waits for them rather than be sorted twice. */
const KEY = "confluence.foldered";

export const useFolders = create<FoldersState>(() => ({ folders: [], status: "asking" }));

/** Whether the room list stands in folders, or is about to. */
export const useFoldered = (): boolean =>
  useFolders(({ folders, status }) => folders.length > 0 || (status === "asking" && readStored(KEY, false)));

export function setFolders(folders: readonly Folder[]): void {
  writeStored(KEY, folders.length > 0 || undefined);
  useFolders.setState({ folders, status: "known" });
}

/** Asks what they are; where that fails, the list stands without them until it is asked again. */
export function learnFolders(): void {
  import("./folders")
    .then(({ learn }) => learn())
    .catch(() => useFolders.setState(({ status }) => (status === "asking" ? { status: "failed" } : {})));
}

/** `folders.updated`: another device of mine sorted. */
export function heardOfFolders(folders: readonly Folder[]): void {
  import("./folders").then(({ heard }) => heard(folders)).catch(() => setFolders(folders));
}

/** A room that is no longer mine stands in no folder, also when I come back to it. */
export function leftFolder(roomId: string): void {
  useFolders.setState(({ folders }) =>
    folders.some((folder) => folder.room_ids.includes(roomId))
      ? {
          folders: folders.map((folder) => ({
            ...folder,
            room_ids: folder.room_ids.filter((id) => id !== roomId),
          })),
        }
      : {},
  );
}

/** Somebody else may sign in. */
export function forgetFolders(): void {
  useFolders.setState({ folders: [], status: "asking" });
  import("./folders").then(({ forget }) => forget()).catch(() => undefined);
}
