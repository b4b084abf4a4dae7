// Wires timelines, outbox and drafts to the socket, HTTP, the other tabs and this device's storage. It starts and ends with
// the session; the parts know nothing of the wiring.
import { getChanges, getMessage, listMessages, postMessage } from "@/net/api/messages";
import { ApiError } from "@/net/http";
import type { Changes, MessagesPage } from "@/net/protocol.gen";
import { uuid7 } from "@/lib/uuid7";
import { isLive, onFrame, sendFrame, useConnection } from "../connection/connection";
import { useConversation } from "./conversation";
import { sentAt } from "./lastSent";
import { type Database, openDatabase } from "../device/database";
import { type Draft, Drafts, type DraftStore } from "../drafts/drafts";
import { databaseDrafts, noDrafts } from "../drafts/stores";
import {
  filesConnected,
  forgetFiles,
  outboxFiles,
  restoreFiles,
  startFiles,
  stopFiles,
} from "../files/files";
import { isBlocked } from "../people/blocks";
import { learnNames } from "../people/names";
import { electLeader } from "../outbox/leadership";
import { attachedTo, Outbox } from "../outbox/outbox";
import type { OutboxEvent, OutboxStore, SendError, Waiting } from "../outbox/types";
import { databaseStore, memoryStore } from "../outbox/stores";
import { pauseOf } from "../rooms/rights";
import { roomOf } from "../rooms/rooms";
import { Timelines } from "../timeline/timelines";
import { tentative } from "../timeline/tentative";
import { forgetTyping, typingFrame } from "../people/typing";

type Word = { about: "outbox"; event: OutboxEvent } | { about: "draft"; draft: Draft };

const setTimer = (task: () => void, ms: number): unknown => setTimeout(task, ms);
const clearTimer = (timer: unknown): void => clearTimeout(timer as number);

/**
 * Starts the conversation of a user, before the socket opens. Returns a function that ends it: memory is cleared, data stored
 * on this device stays.
 * @param onChanges called with each `changes` response, for the room and its members.
 */
export function startConversation(
  userId: string,
  onChanges: (roomId: string, changes: Changes) => void = () => {},
): () => void {
  const channel =
    typeof BroadcastChannel === "undefined"
      ? null
      : new BroadcastChannel(`confluence.conversation.${userId}`);
  const tell = (word: Word) => channel?.postMessage(word);
  const database = openDatabase(userId);
  const timers = { setTimer, clearTimer };
  startFiles(database);

  const timelines = new Timelines(
    {
      ...timers,
      me: () => userId,
      blocked: isBlocked,
      listMessages: pageWithNames,
      getMessage: (roomId, id) => getMessage(roomId, id),
      getChanges: (roomId, since, epoch) => getChanges(roomId, since, epoch),
      isGone: (error) => error instanceof ApiError && (error.status === 404 || error.status === 403),
      onChanges,
      random: Math.random,
    },
    (room) => {
      for (const waiting of outbox.ofRoom(room.id)) room.putPending(tentative(waiting), waiting.failure);
    },
  );
  const outbox = new Outbox({
    ...timers,
    store: lateStore(database),
    files: {
      ...outboxFiles,
      complete: async (file) => {
        try {
          return await outboxFiles.complete(file);
        } catch (cause) {
          throw cause instanceof Error && cause.name === "FileLost" ? null : sendError(cause);
        }
      },
    },
    transmit: sendFrame,
    post,
    broadcast: (event) => tell({ about: "outbox", event }),
    newId: uuid7,
    now: () => Date.now(),
    random: Math.random,
  });
  const drafts = new Drafts({
    ...timers,
    store: lateDrafts(database),
    broadcast: (draft) => tell({ about: "draft", draft }),
  });

  outbox.subscribe((event) => show(timelines, event));
  channel?.addEventListener("message", ({ data }: MessageEvent<Word>) => {
    if (data.about === "outbox") outbox.hear(data.event);
    else drafts.hear(data.draft);
  });
  const stopFrames = onFrame((frame) => {
    timelines.frame(frame);
    outbox.frame(frame);
    typingFrame(frame, userId);
  });
  const stopWatching = useConnection.subscribe(({ socket }, before) => {
    if ((socket.name === "live") === (before.socket.name === "live")) return;
    outbox.connection(socket.name === "live");
    if (socket.name === "live") filesConnected();
  });
  const hidden = () => {
    if (document.visibilityState === "hidden") drafts.flush();
  };
  document.addEventListener("visibilitychange", hidden);
  addEventListener("pagehide", drafts.flush);
  outbox.connection(isLive());
  const restore = (trays: boolean) =>
    // Files that cannot be restored now are loaded when their turn comes.
    outbox
      .load()
      .then(() => restoreFiles(outbox.files(), trays))
      .catch(() => {});
  void restore(false);
  void drafts.load();
  const resign = electLeader(`confluence.outbox.${userId}`, () => {
    outbox.lead(true);
    // Files of unsent drafts are restored in one tab only.
    void restore(true);
  });
  useConversation.setState({ current: { userId, timelines, outbox, drafts } });

  return () => {
    useConversation.setState({ current: null });
    drafts.flush();
    document.removeEventListener("visibilitychange", hidden);
    removeEventListener("pagehide", drafts.flush);
    stopFrames();
    stopWatching();
    resign();
    outbox.stop();
    stopFiles();
    timelines.dispose();
    forgetTyping();
    channel?.close();
    void database.then((opened) => opened?.close());
  };
}

/** Fetches a page and learns the names of its authors. */
async function pageWithNames(...asked: Parameters<typeof listMessages>): Promise<MessagesPage> {
  const page = await listMessages(...asked);
  learnNames(
    page.messages.flatMap(({ author, reply_to }) => [
      author,
      ...(reply_to === null ? [] : [reply_to.author]),
    ]),
  );
  return page;
}

/** Reflects an outbox event in the timeline. */
function show(timelines: Timelines, event: OutboxEvent): void {
  if (event.kind === "put") {
    const { waiting } = event;
    timelines.held(waiting.room_id)?.putPending(tentative(waiting), waiting.failure);
  } else if (event.kind === "sent") {
    const { room_id, id, seq, version, created_at } = event.numbered;
    timelines.held(room_id)?.acknowledge(id, seq, version, created_at);
    forgetFiles(event.files);
  } else {
    timelines.held(event.room_id)?.dropPending(event.id);
    forgetFiles(event.files);
  }
}

async function post(waiting: Waiting) {
  const { id, body, room_id } = waiting;
  const reply = waiting.reply_to === null ? {} : { reply_to: waiting.reply_to.id };
  try {
    const { seq, version, created_at } = await postMessage(room_id, {
      id,
      body,
      ...reply,
      ...attachedTo(waiting),
    });
    return { id, room_id, seq, version, created_at };
  } catch (cause) {
    const error = sendError(cause);
    const room = roomOf(room_id);
    // The composer counts down what is left of the wait.
    if (error.code === "slow_mode" && error.retryAfter !== null && room !== undefined)
      sentAt(room_id, Date.now() - (pauseOf(room) - error.retryAfter) * 1_000);
    throw error;
  }
}

function sendError(cause: unknown): SendError {
  const error = cause instanceof ApiError ? cause : new ApiError(0, "unknown", String(cause));
  const code = error.code === "aborted" ? "unknown" : error.code;
  return { code, detail: error.message, retryable: error.retryable, retryAfter: error.retryAfter };
}

/** A store over a database that is still opening; its calls wait for that. */
function lateStore(database: Promise<Database | null>): OutboxStore {
  const memory = memoryStore();
  const store = database.then((opened) => (opened === null ? memory : databaseStore(opened)));
  return {
    all: async () => (await store).all(),
    put: async (waiting) => (await store).put(waiting),
    delete: async (id, files) => (await store).delete(id, files),
  };
}

function lateDrafts(database: Promise<Database | null>): DraftStore {
  const store = database.then((opened) => (opened === null ? noDrafts : databaseDrafts(opened)));
  return {
    all: async () => (await store).all(),
    put: async (draft) => (await store).put(draft),
    delete: async (roomId) => (await store).delete(roomId),
  };
}
