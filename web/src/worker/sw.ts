// The service worker. It caches the shell, so that the client opens at once and offline, and the last answers about rooms, so
// that they can be read again offline. It never uses a cached answer while the server responds, never sends writes, and a new
// version waits until the user accepts it. Answers are cached only for the user whom the server last named; those of others
// are deleted before that answer is passed on. A room that the user loses is removed.

interface Shell {
  build: string;
  files: string[];
}

interface Worker extends EventTarget {
  skipWaiting(): Promise<void>;
  clients: { claim(): Promise<void> };
}

interface LastingEvent extends Event {
  waitUntil(promise: Promise<unknown>): void;
}

interface Fetching extends LastingEvent {
  request: Request;
  respondWith(answer: Promise<Response>): void;
}

const worker = self as unknown as Worker;

/** Filled in at the end of the build. */
const shell: Shell = JSON.parse("__SHELL__");
const SHELL = `confluence-shell-${shell.build}`;
/** Cache name prefix, followed by the id of the user whose answers it holds. There is at most one such cache. */
const READING = "confluence-reading.";
/** Cached answers; beyond it the oldest are deleted. */
const READING_MAX = 60;
/** Requests cached for offline reading: the user, the room list, a room, its newest page, its members. */
const READABLE = /^\/api\/v1\/(me|rooms|rooms\/[\w-]+|rooms\/[\w-]+\/(messages|members))$/;

worker.addEventListener("install", (event) => {
  const fill = async () => (await caches.open(SHELL)).addAll(shell.files);
  (event as LastingEvent).waitUntil(fill());
});

worker.addEventListener("activate", (event) => {
  const tidy = async () => {
    const names = await caches.keys();
    await Promise.all(
      names
        .filter((name) => /^confluence-(shell-|reading$)/.test(name) && name !== SHELL)
        .map((name) => caches.delete(name)),
    );
    await worker.clients.claim();
  };
  (event as LastingEvent).waitUntil(tidy());
});

worker.addEventListener("message", (event) => {
  const { data } = event as MessageEvent;
  if (data === "activate") void worker.skipWaiting();
  const lost = (data as { forget?: unknown } | null)?.forget;
  if (typeof lost === "string") (event as unknown as LastingEvent).waitUntil(forgetRoom(lost));
});

worker.addEventListener("fetch", (event) => {
  const fetching = event as Fetching;
  const { request } = fetching;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (request.mode === "navigate") {
    if (!/^\/(api|media|healthz|readyz|metrics)\b/.test(url.pathname)) fetching.respondWith(page(request));
  } else if (url.pathname.startsWith("/assets/") || shell.files.includes(url.pathname)) {
    fetching.respondWith(asset(request));
  } else if (READABLE.test(url.pathname) && !/[?&](before|after|around)=/.test(url.search)) {
    fetching.respondWith(readable(fetching));
  }
});

/** Answers a navigation; every path of the client is the same page. */
async function page(request: Request): Promise<Response> {
  return (await caches.match("/", { cacheName: SHELL })) ?? fetch(request);
}

/** Answers from the cache first; asset names contain a content hash, so cached ones are always right. */
async function asset(request: Request): Promise<Response> {
  const kept = await caches.match(request, { cacheName: SHELL });
  if (kept !== undefined) return kept;
  const answer = await fetch(request);
  if (answer.ok) await (await caches.open(SHELL)).put(request, answer.clone());
  return answer;
}

/** Answers from the server, or from the cache if the server does not respond. */
async function readable(event: Fetching): Promise<Response> {
  const { request } = event;
  const { pathname } = new URL(request.url);
  const asked = await readingCache();
  try {
    const answer = await fetch(request);
    if (answer.ok) {
      const own = pathname.endsWith("/me") ? await ownedBy(answer.clone()) : asked;
      if (own !== undefined) event.waitUntil(keep(own, request, answer.clone()));
    } else if (answer.status === 404 || answer.status === 403) {
      const room = pathname.split("/")[4];
      if (room !== undefined) event.waitUntil(forgetRoom(room));
    }
    return answer;
  } catch (error) {
    const kept = asked === undefined ? undefined : await caches.match(request, { cacheName: asked });
    if (kept === undefined) throw error;
    return kept;
  }
}

const readingCache = async (): Promise<string | undefined> =>
  (await caches.keys()).find((name) => name.startsWith(READING));

/** Deletes the caches of all users except the one whom the server names. Returns the name of their cache. */
async function ownedBy(me: Response): Promise<string> {
  const { id } = (await me.json()) as { id: string };
  const own = READING + id;
  const others = (await caches.keys()).filter((name) => name.startsWith(READING) && name !== own);
  await Promise.all(others.map((name) => caches.delete(name)));
  await caches.open(own);
  return own;
}

/** Deletes a room's cached answers, and its entry in the cached room list. */
async function forgetRoom(room: string): Promise<void> {
  const own = await readingCache();
  if (own === undefined) return;
  const cache = await caches.open(own);
  const forget = async (request: Request) => {
    const { pathname } = new URL(request.url);
    if (pathname === "/api/v1/rooms") await strike(cache, request, room);
    else if (pathname.split("/")[4] === room) await cache.delete(request);
  };
  await Promise.all((await cache.keys()).map(forget));
}

/** Removes a room from the cached room list, which stays for the other rooms. */
async function strike(cache: Cache, list: Request, room: string): Promise<void> {
  const kept = (await (await cache.match(list))?.json()) as { rooms: { id: string }[] } | undefined;
  if (kept?.rooms.some(({ id }) => id === room) !== true) return;
  const rooms = kept.rooms.filter(({ id }) => id !== room);
  const headers = { "content-type": "application/json" };
  await cache.put(list, new Response(JSON.stringify({ ...kept, rooms }), { headers }));
}

async function keep(own: string, request: Request, answer: Response): Promise<void> {
  // The cache is gone if another user has signed in meanwhile; then the answer is not stored.
  if (!(await caches.has(own))) return;
  const cache = await caches.open(own);
  // Deleting first makes it the newest entry, because keys() returns the order of insertion.
  await cache.delete(request);
  await cache.put(request, answer);
  const requests = await cache.keys();
  await Promise.all(
    requests.slice(0, Math.max(0, requests.length - READING_MAX)).map((old) => cache.delete(old)),
  );
}
