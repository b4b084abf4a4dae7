// Files over HTTP: uploading whole or in chunks, describing and dropping uploads, listing a room's files. Files are shown by
// their URL; bytes are fetched only to send them again.
import { request } from "../http";
import type { Attachment, RoomFiles, RoomId, UploadId } from "../protocol.gen";

// The server detects the type itself; an explicit type keeps the request from being sent as a form.
const RAW = { "Content-Type": "application/octet-stream" };

export const uploadFile = (
  file: Blob,
  name: string,
  signal?: AbortSignal,
  onProgress?: (share: number) => void,
) =>
  request<Attachment>("POST", "/uploads", file, {
    params: { name },
    headers: RAW,
    timeout: 0,
    ...(signal === undefined ? {} : { signal }),
    ...(onProgress === undefined ? {} : { onProgress }),
  });

/** Fetches the bytes of a message's attachment. */
export const downloadFile = ({ url }: Pick<Attachment, "url">) =>
  request<Blob>("GET", url.replace(/^\/api\/v1/, ""), undefined, { bytes: true, timeout: 0 });

export const dropUpload = (id: UploadId) => request<void>("DELETE", `/uploads/${id}`);

export const describeUpload = (id: UploadId, words: { caption: string; alt: string }) =>
  request<Attachment>("PATCH", `/uploads/${id}`, words);

/** Progress of an upload in chunks. */
export interface Begun {
  id: UploadId;
  /** Bytes that the server has received. */
  offset: number;
  /** Size in bytes of every chunk except the last. */
  chunk_size: number;
}

export const beginUpload = (name: string, size: number, signal: AbortSignal) =>
  request<Begun>("POST", "/uploads/resumable", { size }, { params: { name }, signal });

export const uploadProgress = (id: UploadId, signal: AbortSignal) =>
  request<Begun>("GET", `/uploads/${id}/progress`, undefined, { signal });

/** Sends one chunk. The last one is answered with the finished upload, the others with the progress. */
export const putChunk = (
  id: UploadId,
  offset: number,
  chunk: Blob,
  signal: AbortSignal,
  onProgress: (share: number) => void,
) =>
  request<Attachment | Begun>("PUT", `/uploads/${id}/content`, chunk, {
    params: { offset },
    headers: RAW,
    timeout: 0,
    signal,
    onProgress,
  });

export type FileKind = "image" | "video" | "audio" | "file";

export const listRoomFiles = (
  roomId: RoomId,
  kind: FileKind,
  cursor: string | null,
  limit: number,
  signal: AbortSignal,
) =>
  request<RoomFiles>("GET", `/rooms/${roomId}/files`, undefined, {
    params: { kind, cursor, limit },
    signal,
  });
