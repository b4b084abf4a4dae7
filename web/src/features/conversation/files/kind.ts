// What kind of file it is, in a word, and whether it may tell more than its sender means to.
import type { Attachment } from "@/net/protocol.gen";

/** Types that are told better than the ending of a name tells them: some telephones name a HEIC picture ".jpg". */
const NAMED: Record<string, string> = {
  "image/heic": "HEIC",
  "image/tiff": "TIFF",
  "application/pdf": "PDF",
  "application/zip": "ZIP",
};

/** Documents that name their author, and that nothing here cleans. */
const DOCUMENTS =
  /^(application\/(pdf|postscript|rtf|msword|epub\+zip|vnd\.(ms-|oasis\.|openxmlformats-))|text\/rtf)/;

/** "HEIC", "PDF": by what the server found, else by the end of the name; empty where neither says anything. */
export function kindOf({ content_type, name }: Pick<Attachment, "content_type" | "name">): string {
  const ending = /[^.]\.([a-z0-9]{1,5})$/i.exec(name)?.[1] ?? "";
  return NAMED[content_type] ?? ending.toUpperCase();
}

interface Sent {
  content_type: string;
  attachment: Pick<Attachment, "metadata_kept"> | null;
}

/** Whether a file may hold its author or place: the server's word, before it the guess of this device. */
export const mayTell = ({ content_type, attachment }: Sent): boolean =>
  attachment === null ? DOCUMENTS.test(content_type) : attachment.metadata_kept;
