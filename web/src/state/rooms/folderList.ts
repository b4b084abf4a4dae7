// The user's room folders as the room list shows them. Small, because it loads before the first message; folders.ts, which
// loads on demand, fetches and changes them.
import { create } from "zustand";
import { readStored, writeStored } from "@/lib/storage";
import type { Folder } from "@/net/protocol.gen";

interface FoldersState {
  folders: readonly Folder[];
  /** Whether the server's answer is known. If the request failed, the list shows no folders. */
  status: "asking" | "known" | "failed";
}

/** Whether there were folders last time on this device: if so, the list waits for them instead of being rearranged. */
const KEY = "confluence.foldered";

export const useFolders = create<FoldersState>(() => ({ folders: [], status: "asking" }));

/** Whether the room list shows folders, or is about to. */
export const useFoldered = (): boolean =>
  useFolders(({ folders, status }) => folders.length > 0 || (status === "asking" && readStored(KEY, false)));

export function setFolders(folders: readonly Folder[]): void {
  writeStored(KEY, folders.length > 0 || undefined);
  useFolders.setState({ folders, status: "known" });
}

/** Fetches the folders; if that fails, the list shows none until the next attempt. */
export function learnFolders(): void {
  import("./folders")
    .then(({ learn }) => learn())
    .catch(() => useFolders.setState(({ status }) => (status === "asking" ? { status: "failed" } : {})));
}

/** Handles `folders.updated`: the user changed folders on another device. */
export function heardOfFolders(folders: readonly Folder[]): void {
  import("./folders").then(({ heard }) => heard(folders)).catch(() => setFolders(folders));
}

/** Removes a room that the user left from its folder; it stays out even after a rejoin. */
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

/** Clears everything, because another user may sign in. */
export function forgetFolders(): void {
  useFolders.setState({ folders: [], status: "asking" });
  import("./folders").then(({ forget }) => forget()).catch(() => undefined);
}
