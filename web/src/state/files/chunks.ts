// One upload in chunks: started, or resumed at the server's offset. Only whole chunks count, so a lost connection costs at most
// one. It never retries on its own: the caller does, when the connection is back.
import type { Begun } from "@/net/api/files";
import type { Attachment } from "@/net/protocol.gen";
import type { Sending } from "./types";

export interface ChunkPorts {
  begin: (name: string, size: number, signal: AbortSignal) => Promise<Begun>;
  progress: (id: string, signal: AbortSignal) => Promise<Begun>;
  put: (
    id: string,
    offset: number,
    chunk: Blob,
    signal: AbortSignal,
    onProgress: (share: number) => void,
  ) => Promise<Attachment | Begun>;
  /** Whether the error means that the server has no such upload (any more). */
  isGone: (error: unknown) => boolean;
  /** Whether the error means that the server expects another offset. */
  isElsewhere: (error: unknown) => boolean;
}

/** Bytes; larger files are uploaded in chunks. */
export const WHOLE_MAX = 8 * 1024 * 1024;
/** How often the server may ask for another offset before the upload fails. */
const ELSEWHERE_MAX = 3;

export async function sendInChunks(bytes: Blob, sending: Sending, ports: ChunkPorts): Promise<Attachment> {
  const { signal, onProgress } = sending;
  let at = await begun(bytes, sending, ports);
  for (let elsewhere = 0; ; ) {
    // If the server has all bytes, the answer to the last chunk was lost: repeating the chunk returns the same answer.
    const last = Math.floor((bytes.size - 1) / at.chunk_size) * at.chunk_size;
    const offset = Math.min(at.offset, last);
    const chunk = bytes.slice(offset, offset + at.chunk_size);
    const told = (share: number) => onProgress((offset + share * chunk.size) / bytes.size);
    try {
      const answer = await ports.put(at.id, offset, chunk, signal, told);
      if ("url" in answer) return answer;
      at = { ...at, offset: answer.offset };
    } catch (error) {
      elsewhere += 1;
      if (!ports.isElsewhere(error) || elsewhere > ELSEWHERE_MAX) throw error;
      at = await ports.progress(at.id, signal);
    }
  }
}

async function begun(
  bytes: Blob,
  { name, resume, signal, onBegun }: Sending,
  ports: ChunkPorts,
): Promise<Begun> {
  if (resume !== null) {
    try {
      return await ports.progress(resume, signal);
    } catch (error) {
      if (!ports.isGone(error)) throw error;
    }
  }
  const fresh = await ports.begin(name, bytes.size, signal);
  onBegun(fresh.id);
  return fresh;
}
