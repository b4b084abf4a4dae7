// What this device keeps of files on their way: a small record and the bytes of each. They lie apart, because a record changes
// often and bytes never do.
import type { Attachment } from "@/net/protocol.gen";

/** What a message that waits says of a file. */
export interface FileRef {
  key: string;
  name: string;
  /** Bytes. */
  size: number;
  /** As this device believes; the server looks for itself. */
  content_type: string;
  /** Pixels; null for what is no picture, or is not measured yet. */
  width: number | null;
  height: number | null;
  caption: string;
  alt: string;
}

export interface KeptFile extends FileRef {
  room_id: string;
  /** Ascends in the order of picking. */
  order: number;
  /** An upload that was begun in chunks and can go on. */
  resume: string | null;
  attachment: Attachment | null;
}

export interface FileStore {
  all: () => Promise<KeptFile[]>;
  add: (file: KeptFile, bytes: Blob) => Promise<void>;
  bytes: (key: string) => Promise<Blob | undefined>;
  /** Changes a record that is there; undefined where it is not. */
  change: (key: string, change: Partial<KeptFile>) => Promise<KeptFile | undefined>;
  /** The first answer for a file wins, whichever tab got it: a message must name the same upload however often it is sent. */
  settle: (key: string, attachment: Attachment) => Promise<Attachment>;
  delete: (keys: readonly string[]) => Promise<void>;
}
