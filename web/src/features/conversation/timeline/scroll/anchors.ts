// The reading position in each room, for returning to it while the page is open: a row and its distance from the top, never a
// scroll offset.
export interface SavedAnchor {
  id: string;
  seq: number;
  /** Pixels from the top of the view. */
  offset: number;
}

/** Rooms remembered; the one left longest ago is dropped. */
const MAX = 50;
const anchors = new Map<string, SavedAnchor>();

export const anchorOf = (roomId: string): SavedAnchor | undefined => anchors.get(roomId);

/** Saves a room's position; null: at the newest message. */
export function saveAnchor(roomId: string, anchor: SavedAnchor | null): void {
  anchors.delete(roomId);
  if (anchor !== null) anchors.set(roomId, anchor);
  const oldest = anchors.keys().next();
  if (anchors.size > MAX && !oldest.done) anchors.delete(oldest.value);
}
