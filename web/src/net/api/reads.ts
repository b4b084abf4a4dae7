// Read marks.
import { request } from "../http";

export interface ReadState {
  last_read_seq: number;
  unread: number;
  mentions: number;
}

/** Moves my mark forward to `seq`; with `force` also back ("mark unread"). */
export const putRead = (roomId: string, seq: number, force: boolean) =>
  request<ReadState>("PUT", `/rooms/${roomId}/read`, force ? { seq, force } : { seq });
