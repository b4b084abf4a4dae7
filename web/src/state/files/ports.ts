// Uploads wired to the browser: HTTP, the user's database, previews as object URLs. It loads with the first file.
import {
  beginUpload,
  describeUpload,
  dropUpload,
  putChunk,
  uploadFile,
  uploadProgress,
} from "@/net/api/files";
import { ApiError } from "@/net/http";
import { uuid7 } from "@/lib/uuid7";
import { isLive } from "../connection/connection";
import type { Database } from "../device/database";
import { type ChunkPorts, sendInChunks, WHOLE_MAX } from "./chunks";
import { databaseFiles, memoryFiles } from "./stores";
import { Uploads } from "./uploads";

/** Picture types that every browser can display. */
const SHOWN = new Set(["image/png", "image/jpeg", "image/gif", "image/webp", "image/avif"]);

const coded = (error: unknown, ...codes: ApiError["code"][]): boolean =>
  error instanceof ApiError && codes.includes(error.code);

const isGone = (error: unknown) => coded(error, "upload_not_found");

const chunks: ChunkPorts = {
  begin: beginUpload,
  progress: uploadProgress,
  put: putChunk,
  isGone,
  isElsewhere: (error) => coded(error, "id_conflict"),
};

export function makeUploads(database: Database | null, onUnkept: (name: string) => void): Uploads {
  return new Uploads({
    store: database === null ? memoryFiles() : databaseFiles(database),
    send: (bytes, sending) =>
      bytes.size > WHOLE_MAX
        ? sendInChunks(bytes, sending, chunks)
        : uploadFile(bytes, sending.name, sending.signal, sending.onProgress),
    describe: async (id, words) => {
      try {
        return await describeUpload(id, words);
      } catch (error) {
        // A message already holds it: the answer to that message was lost.
        if (coded(error, "already_attached")) return null;
        throw error;
      }
    },
    // An upload that cannot be dropped now is swept by the server after a day.
    drop: ({ id }) => void dropUpload(id).catch(() => {}),
    retryAfter: (error) => {
      if (!(error instanceof ApiError) || !error.retryable) return null;
      // Without a connection no attempt is counted: the upload continues when the connection is back.
      return isLive() ? (error.retryAfter ?? 0) : Number.POSITIVE_INFINITY;
    },
    isGone,
    alone: (name, task) =>
      // Web Locks are missing outside secure contexts; there the first answer wins.
      navigator.locks === undefined ? task() : navigator.locks.request(`confluence.file.${name}`, task),
    preview: (bytes) => (SHOWN.has(bytes.type) ? URL.createObjectURL(bytes) : null),
    forget: (preview) => URL.revokeObjectURL(preview),
    measure,
    onUnkept,
    newKey: uuid7,
    now: () => Date.now(),
    random: Math.random,
    setTimer: (task, ms) => setTimeout(task, ms),
    clearTimer: (timer) => clearTimeout(timer as number),
  });
}

/** Measures a picture or video as the browser displays it, rotation included, so that its box has a size before the upload. */
async function measure(bytes: Blob): Promise<{ width: number; height: number } | null> {
  const address = URL.createObjectURL(bytes);
  try {
    if (SHOWN.has(bytes.type)) {
      const image = new Image();
      image.src = address;
      await image.decode();
      return sized(image.naturalWidth, image.naturalHeight);
    }
    return bytes.type.startsWith("video/") ? await measureVideo(address) : null;
  } finally {
    URL.revokeObjectURL(address);
  }
}

function measureVideo(address: string): Promise<{ width: number; height: number } | null> {
  return new Promise((done) => {
    const video = document.createElement("video");
    video.preload = "metadata";
    video.onloadedmetadata = () => done(sized(video.videoWidth, video.videoHeight));
    video.onerror = () => done(null);
    video.src = address;
  });
}

const sized = (width: number, height: number) => (width > 0 && height > 0 ? { width, height } : null);
