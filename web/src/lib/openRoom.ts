// The room and message that a path opens.

/** Id of the room in `/r/ROOM…`, else null. */
export const openRoomOf = (location: string): string | null => /^\/r\/([^/]+)/.exec(location)?.[1] ?? null;

/** Id of the message in `/r/ROOM/m/MESSAGE`, else null. */
export const openMessageOf = (location: string): string | null =>
  /^\/r\/[^/]+\/m\/([^/]+)/.exec(location)?.[1] ?? null;

/** Whether a path opens the room's details. Below 1200 px they have their own path, so that Back closes them. */
export const opensDetails = (location: string): boolean => /^\/r\/[^/]+\/details$/.test(location);
