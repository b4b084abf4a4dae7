// Files over HTTP: in, and dropping one that no message holds. Out they go by their addresses.
import { request } from "../http";
import type { Attachment, UploadId } from "../protocol.gen";

export const uploadFile = (
  file: Blob,
  name: string,
  signal: AbortSignal,
  onProgress: (share: number) => void,
) =>
  request<Attachment>("POST", "/uploads", file, {
    params: { name },
    // The server looks for itself; a type of its own keeps the request from being sent as a form.
    headers: { "Content-Type": "application/octet-stream" },
    timeout: 0,
    signal,
    onProgress,
  });

export const dropUpload = (id: UploadId) => request<void>("DELETE", `/uploads/${id}`);
