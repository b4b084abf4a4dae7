// Pure functions that change folders, and that sort the room list into them.
import type { Folder, RoomSummary } from "@/net/protocol.gen";

type List = readonly Folder[];

/** Moves a room into a folder and out of any other; null: into none. */
export const moveRoom = (folders: List, roomId: string, folderId: string | null): List =>
  folders.map((folder) => {
    const others = folder.room_ids.filter((id) => id !== roomId);
    return { ...folder, room_ids: folder.id === folderId ? [...others, roomId] : others };
  });

export const addFolder = (folders: List, id: string, name: string): List => [
  ...folders,
  { id, name, room_ids: [] },
];

export const renameFolder = (folders: List, id: string, name: string): List =>
  folders.map((folder) => (folder.id === id ? { ...folder, name } : folder));

export const removeFolder = (folders: List, id: string): List => folders.filter((folder) => folder.id !== id);

/** Moves a folder one place up (-1) or down (1), unless it is at the end already. */
export function shiftFolder(folders: List, id: string, by: -1 | 1): List {
  const at = folders.findIndex((folder) => folder.id === id);
  const moved = folders[at];
  const other = folders[at + by];
  if (moved === undefined || other === undefined) return folders;
  const next = [...folders];
  next[at] = other;
  next[at + by] = moved;
  return next;
}

/** Restores a removed folder in its place, with those of its rooms that are in no other folder by now. */
export function putBack(folders: List, gone: Folder, at: number): List {
  if (folders.some((folder) => folder.id === gone.id)) return folders;
  const placed = new Set(folders.flatMap((folder) => folder.room_ids));
  const next = [...folders];
  next.splice(at, 0, { ...gone, room_ids: gone.room_ids.filter((id) => !placed.has(id)) });
  return next;
}

export interface Sorted {
  groups: { folder: Folder; rooms: string[] }[];
  /** Rooms in no folder. */
  rest: string[];
}

/** Sorts the room list into folders, each in the order of the list: the most recently active room first. */
export function sortIntoFolders(order: readonly string[], folders: List): Sorted {
  const place = new Map(folders.flatMap((folder) => folder.room_ids.map((id) => [id, folder.id] as const)));
  return {
    groups: folders.map((folder) => ({ folder, rooms: order.filter((id) => place.get(id) === folder.id) })),
    rest: order.filter((id) => !place.has(id)),
  };
}

/** Sums of the unread and mention counts of rooms, counted as in their own badges. */
export function waitingIn(rooms: readonly (RoomSummary | undefined)[]): { unread: number; mentions: number } {
  let unread = 0;
  let mentions = 0;
  for (const room of rooms) {
    unread += room?.you?.unread ?? 0;
    mentions += room?.you?.mentions ?? 0;
  }
  return { unread, mentions };
}
