// Read marks.
import { request } from "../http";
import type { Marks, ReadState } from "../protocol.gen";

/** Moves my mark forward to `seq`; with `force` also back ("mark unread"). */
export const putRead = (roomId: string, seq: number, force: boolean) =>
  request<ReadState>("PUT", `/rooms/${roomId}/read`, force ? { seq, force } : { seq });

/** How far the others have read; empty in large rooms. */
export const listMarks = (roomId: string) => request<Marks>("GET", `/rooms/${roomId}/marks`);
