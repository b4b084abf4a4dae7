// One upload in chunks: begun, or continued where the server says it stands. A chunk counts when it is whole, so that a cut
// costs at most one. It refuses to try again by itself: that is the business of who waits for the connection.
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
  /** The server has no such upload (any more). */
  isGone: (error: unknown) => boolean;
  /** The server stands at another offset. */
  isElsewhere: (error: unknown) => boolean;
}

/** Files above this size go in chunks. */
export const WHOLE_MAX = 8 * 1024 * 1024;
/** So often the server may say that it stands elsewhere, before it counts as an error. */
const ELSEWHERE_MAX = 3;

export async function sendInChunks(bytes: Blob, sending: Sending, ports: ChunkPorts): Promise<Attachment> {
  const { signal, onProgress } = sending;
  let at = await begun(bytes, sending, ports);
  for (let elsewhere = 0; ; ) {
    // All of it is there, and the answer to the last chunk was lost: repeating it answers the same.
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
