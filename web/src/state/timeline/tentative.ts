// A message that the server has not numbered yet, in the form of one that it has: seq and version are 0.
import type { Attachment, Message, ReplyQuote, UserRef } from "@/net/protocol.gen";

export interface Written {
  id: string;
  room_id: string;
  body: string;
  reply_to: ReplyQuote | null;
  attachments?: Attachment[];
  author: UserRef;
  created_at: string;
}

export const tentative = ({
  id,
  room_id,
  body,
  reply_to,
  attachments = [],
  author,
  created_at,
}: Written): Message => ({
  id,
  room_id,
  seq: 0,
  version: 0,
  author,
  body,
  created_at,
  edited_at: null,
  deleted_at: null,
  reply_to,
  attachments,
  reactions: [],
  mentions: [],
  previews: [],
  pinned_at: null,
});
