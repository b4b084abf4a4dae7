// The offline cache of a room that the server no longer returns.
import { beforeAll, beforeEach, expect, test, vi } from "vitest";

/** The part of the browser's caches that the worker uses. */
class CacheStub {
  readonly answers = new Map<string, { request: Request; answer: Response }>();
  keys = async () => [...this.answers.values()].map(({ request }) => request);
  match = async (request: Request) => this.answers.get(request.url)?.answer.clone();
  put = async (request: Request, answer: Response) => void this.answers.set(request.url, { request, answer });
  delete = async (request: Request) => this.answers.delete(request.url);
}

const READING = "confluence-reading.ana";
const kept = new CacheStub();
const worker = new EventTarget();
const server = vi.fn<(request: Request) => Promise<Response>>();

beforeAll(async () => {
  vi.stubGlobal("self", worker);
  vi.stubGlobal("fetch", server);
  vi.stubGlobal("caches", {
    keys: async () => [READING],
    has: async () => true,
    open: async () => kept,
    match: (request: Request) => kept.match(request),
  });
  // Replaces the shell's file list, which the build fills in.
  vi.spyOn(JSON, "parse").mockReturnValueOnce({ build: "test", files: [] });
  await vi.importActual("./sw");
});
beforeEach(() => kept.answers.clear());

/** Returns the worker's answer to a request, once all work triggered by it is done. */
async function ask(path: string): Promise<Response> {
  let answer: Promise<Response> | undefined;
  const after: Promise<unknown>[] = [];
  worker.dispatchEvent(
    Object.assign(new Event("fetch"), {
      request: new Request(location.origin + path),
      respondWith: (given: Promise<Response>) => {
        answer = given;
      },
      waitUntil: (task: Promise<unknown>) => after.push(task),
    }),
  );
  const given = await answer;
  await Promise.all(after);
  if (given === undefined) throw new Error(`${path} is not the worker's`);
  return given;
}

const json = (value: unknown, status = 200) => new Response(JSON.stringify(value), { status });

test("UI52 a room that answers 404 is removed from the cache, and the list keeps all others", async () => {
  server.mockImplementation(async () => json({ rooms: [{ id: "harbour" }, { id: "quay" }], version: 7 }));
  await ask("/api/v1/rooms");
  await ask("/api/v1/rooms/harbour/messages");
  await ask("/api/v1/rooms/quay/messages");

  server.mockImplementation(async () => json({ code: "not_found" }, 404));
  expect((await ask("/api/v1/rooms/nowhere")).status).toBe(404);
  server.mockRejectedValue(new TypeError("offline"));
  expect(await (await ask("/api/v1/rooms")).json()).toMatchObject({
    rooms: [{ id: "harbour" }, { id: "quay" }],
  });

  server.mockImplementation(async () => json({ code: "not_found" }, 404));
  await ask("/api/v1/rooms/harbour/messages");
  server.mockRejectedValue(new TypeError("offline"));
  expect(await (await ask("/api/v1/rooms")).json()).toEqual({ rooms: [{ id: "quay" }], version: 7 });
  expect((await ask("/api/v1/rooms/quay/messages")).ok).toBe(true);
  await expect(ask("/api/v1/rooms/harbour/messages")).rejects.toThrow("offline");
});
