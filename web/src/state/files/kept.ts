// Stored form of files that are being uploaded: a small record and the bytes. They are stored apart, because records change
// often and bytes never do.
import type { Attachment } from "@/net/protocol.gen";

/** A file as a message in the outbox refers to it. */
export interface FileRef {
  key: string;
  name: string;
  /** Bytes. */
  size: number;
  /** The browser's guess; the server detects the type itself. */
  content_type: string;
  /** Pixels; null if the file is not a picture or not measured yet. */
  width: number | null;
  height: number | null;
  caption: string;
  alt: string;
}

export interface KeptFile extends FileRef {
  room_id: string;
  /** Ascends in the order of picking. */
  order: number;
  /** Id of a chunked upload that can be resumed. */
  resume: string | null;
  attachment: Attachment | null;
}

export interface FileStore {
  all: () => Promise<KeptFile[]>;
  add: (file: KeptFile, bytes: Blob) => Promise<void>;
  bytes: (key: string) => Promise<Blob | undefined>;
  /** Changes an existing record; undefined if there is none. */
  change: (key: string, change: Partial<KeptFile>) => Promise<KeptFile | undefined>;
  /** Stores the upload of a file. The first one wins, whichever tab got it: a repeated message must name the same upload. */
  settle: (key: string, attachment: Attachment) => Promise<Attachment>;
  delete: (keys: readonly string[]) => Promise<void>;
}
