// Which room an address opens.

/** The room's id in `/r/ROOM…`, else null. */
export const openRoomOf = (location: string): string | null => /^\/r\/([^/]+)/.exec(location)?.[1] ?? null;

/** The message's id in `/r/ROOM/m/MESSAGE`, else null. */
export const openMessageOf = (location: string): string | null =>
  /^\/r\/[^/]+\/m\/([^/]+)/.exec(location)?.[1] ?? null;

/** Whether an address opens the details of its room: below 1200 px they have their own, so that Back closes them. */
export const opensDetails = (location: string): boolean => /^\/r\/[^/]+\/details$/.test(location);
