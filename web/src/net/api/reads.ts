// Read marks.
import { request } from "../http";
import type { ReadState } from "../protocol.gen";

/** Moves my mark forward to `seq`; with `force` also back ("mark unread"). */
export const putRead = (roomId: string, seq: number, force: boolean) =>
  request<ReadState>("PUT", `/rooms/${roomId}/read`, force ? { seq, force } : { seq });
