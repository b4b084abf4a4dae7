// A message that the server has not numbered yet, in the shape of a server message: seq and version are 0.
import type { FileRef } from "../files/kept";
import { mentionsOf } from "@/lib/markdown/mentionsOf";
import { idsOf } from "../people/names";
import type { Attachment, Message, ReplyQuote, UserRef } from "@/net/protocol.gen";

export interface Written {
  id: string;
  room_id: string;
  body: string;
  reply_to: ReplyQuote | null;
  files?: FileRef[];
  attachments?: Attachment[];
  author: UserRef;
  created_at: string;
}

export const tentative = ({
  id,
  room_id,
  body,
  reply_to,
  files = [],
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
  // Local files are shown until the message is stored, even after their upload, so that nothing flickers.
  attachments: files.length > 0 ? files.map(standIn) : attachments,
  reactions: [],
  // The server decides whom it mentions; this guesses from the names known here.
  mentions: body.includes("@") ? likelyMentions(body, author) : [],
  mentions_room: false,
  previews: [],
  pinned_at: null,
});

function likelyMentions(body: string, author: UserRef): string[] {
  const names = mentionsOf(body);
  const others = idsOf(names).filter((id) => id !== author.id);
  return names.has(author.username) ? [...others, author.id] : others;
}

/** URL prefix for files on this device; only `heldKey` reads it. */
const HELD = "held:";

/** Key of the local file behind an attachment; null if the attachment is on the server. */
export const heldKey = ({ url }: Attachment): string | null =>
  url.startsWith(HELD) ? url.slice(HELD.length) : null;

const standIn = ({ key, name, size, content_type, width, height, caption, alt }: FileRef): Attachment => ({
  id: key,
  name,
  content_type: content_type === "" ? "application/octet-stream" : content_type,
  size,
  width,
  height,
  thumbhash: null,
  duration: null,
  metadata_kept: false,
  url: `${HELD}${key}`,
  thumbnail_url: null,
  caption,
  alt,
});
