// Uploads in chunks, against a minimal fake server.
import { describe, expect, test } from "vitest";
import type { Attachment } from "@/net/protocol.gen";
import { type ChunkPorts, sendInChunks } from "./chunks";

const done = { id: "u", url: "/api/v1/media/u/x" } as Attachment;

function server(chunk_size = 4) {
  let received = "";
  let size = -1;
  let exists = false;
  const calls: string[] = [];
  const at = () => ({ id: "u", offset: received.length, chunk_size });
  const ports: ChunkPorts = {
    begin: async (_name, bytes) => {
      calls.push("begin");
      exists = true;
      received = "";
      size = bytes;
      return at();
    },
    progress: async () => {
      calls.push("progress");
      if (!exists) throw "gone";
      return at();
    },
    put: async (_id, offset, chunk, _signal, onProgress) => {
      calls.push(`put ${offset}`);
      const last = offset + chunk.size === size;
      if (offset === received.length) received += await chunk.text();
      else if (!(last && received.length === size)) throw "elsewhere";
      onProgress(1);
      return last ? done : at();
    },
    isGone: (error) => error === "gone",
    isElsewhere: (error) => error === "elsewhere",
  };
  const set = (text: string, whole: number) => {
    exists = true;
    received = text;
    size = whole;
  };
  return { ports, calls, set, received: () => received };
}

const shares: number[] = [];
const sending = (resume: string | null, begun: string[] = []) => ({
  name: "x",
  resume,
  signal: new AbortController().signal,
  onProgress: (share: number) => shares.push(share),
  onBegun: (id: string) => begun.push(id),
});
const bytes = new Blob(["abcdefghij"]);

describe("in chunks", () => {
  test("UI24: chunks are sent one after another, with the progress of the whole file", async () => {
    const { ports, received } = server();
    const begun: string[] = [];
    shares.length = 0;
    expect(await sendInChunks(bytes, sending(null, begun), ports)).toBe(done);
    expect(received()).toBe("abcdefghij");
    expect(begun).toEqual(["u"]);
    expect(shares).toEqual([0.4, 0.8, 1]);
  });

  test("UI24: an upload resumes at the server's offset", async () => {
    const { ports, calls, set, received } = server();
    set("abcd", 10);
    await sendInChunks(bytes, sending("u"), ports);
    expect(calls).toEqual(["progress", "put 4", "put 8"]);
    expect(received()).toBe("abcdefghij");
  });

  test("an upload that the server no longer knows starts over", async () => {
    const { ports, calls } = server();
    await sendInChunks(bytes, sending("old"), ports);
    expect(calls.slice(0, 3)).toEqual(["progress", "begin", "put 0"]);
  });

  test("the last chunk is repeated when its answer was lost", async () => {
    const { ports, calls, set } = server();
    set("abcdefghij", 10);
    expect(await sendInChunks(bytes, sending("u"), ports)).toBe(done);
    expect(calls).toEqual(["progress", "put 8"]);
  });

  test("a server that keeps reporting another offset ends in an error", async () => {
    const { ports } = server();
    const mad = { ...ports, put: () => Promise.reject("elsewhere") };
    await expect(sendInChunks(bytes, sending(null), mad)).rejects.toBe("elsewhere");
  });
});
