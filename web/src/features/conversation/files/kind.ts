// The kind of a file in a word, and whether it may contain private metadata.
import type { Attachment } from "@/net/protocol.gen";

/** Kinds by content type, which is more reliable than the name: some phones name HEIC pictures ".jpg". */
const NAMED: Record<string, string> = {
  "image/heic": "HEIC",
  "image/tiff": "TIFF",
  "application/pdf": "PDF",
  "application/zip": "ZIP",
};

/** Types of documents that may name their author and that the server cannot clean. */
const DOCUMENTS =
  /^(application\/(pdf|postscript|rtf|msword|epub\+zip|vnd\.(ms-|oasis\.|openxmlformats-))|text\/rtf)/;

/** "HEIC", "PDF": by content type, else by the name's extension; empty if neither helps. */
export function kindOf({ content_type, name }: Pick<Attachment, "content_type" | "name">): string {
  const ending = /[^.]\.([a-z0-9]{1,5})$/i.exec(name)?.[1] ?? "";
  return NAMED[content_type] ?? ending.toUpperCase();
}

interface Sent {
  content_type: string;
  attachment: Pick<Attachment, "metadata_kept"> | null;
}

/** Whether a file may contain its author or place: a guess by type until the server has checked the file. */
export const mayTell = ({ content_type, attachment }: Sent): boolean =>
  attachment === null ? DOCUMENTS.test(content_type) : attachment.metadata_kept;
