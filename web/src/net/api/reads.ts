// Read marks.
import { request } from "../http";
import type { Marks, ReadState } from "../protocol.gen";

/** Moves the user's mark forward to `seq`; with `force` backwards as well ("mark unread"). */
export const putRead = (roomId: string, seq: number, force: boolean) =>
  request<ReadState>("PUT", `/rooms/${roomId}/read`, force ? { seq, force } : { seq });

/** Read marks of the other members; empty in large rooms. */
export const listMarks = (roomId: string) => request<Marks>("GET", `/rooms/${roomId}/marks`);
