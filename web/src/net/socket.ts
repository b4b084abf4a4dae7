// The socket: one connection to the server, kept alive and reopened. It knows only the outer form of frames;
// state/session/dispatch interprets them. It never queues a message: the outbox repeats sends, the socket does not.
//
//   idle ──start──► connecting ──open──► awaiting_ready ──ready──► live
//   connecting, awaiting_ready, live ──closed or silent──► waiting ──timer or wake──► connecting
//   … ──closed 4401──► refreshing ──refreshed──► connecting │ ──no answer──► waiting │ ──ended──► stopped
//   … ──closed 4409──► parked ──wake──► connecting      (too many sockets: coming back at once would push out another)
//   … ──closed 4403──► stopped
//   any ──stop──► stopped ──start──► connecting
//
// How long to wait is lib/backoff's business; failures count from the start again after ten seconds of being live. A second
// 4401 without having been live in between ends the session: refreshing again would loop.
import { backoffMs } from "@/lib/backoff";
import type { ClientFrame, ServerFrame } from "./protocol.gen";

export type SocketState =
  | { name: "idle" }
  | { name: "connecting" }
  | { name: "awaiting_ready" }
  | { name: "live" }
  | { name: "refreshing" }
  | { name: "waiting"; until: number; attempt: number }
  | { name: "parked" }
  | { name: "stopped"; reason: StopReason };

export type StopReason = "asked" | "session_ended" | "origin_refused";

/** The part of WebSocket that the socket uses, so that tests can replace it. */
export interface WebSocketLike {
  readonly bufferedAmount: number;
  onopen: ((event: Event) => void) | null;
  onmessage: ((event: MessageEvent) => void) | null;
  onclose: ((event: CloseEvent) => void) | null;
  send(text: string): void;
  close(code?: number): void;
}

export interface SocketOptions {
  url: string;
  open: (url: string) => WebSocketLike;
  /** Asks for a new session token after 4401. */
  refresh: () => Promise<"refreshed" | "ended" | "failed">;
  onFrame: (frame: ServerFrame) => void;
  onState: (state: SocketState) => void;
  now: () => number;
  /** 0 ≤ x < 1. */
  random: () => number;
  setTimer: (task: () => void, ms: number) => unknown;
  clearTimer: (timer: unknown) => void;
}

const BACKOFF_BASE_MS = 500;
/** Being live so long makes the next failure a first one. */
const STEADY_MS = 10_000;
/** Time allowed from opening to `ready`. */
const READY_WITHIN_MS = 10_000;
/** Silence after which the client pings; scripts cannot see the server's own pings. */
const PING_AFTER_MS = 25_000;
const PONG_WITHIN_MS = 8_000;
/** Shorter than the usual wait: after a wake-up the connection is more likely to be dead. */
const PROBE_WITHIN_MS = 3_000;
/** Shortest wait after 1013 (try again later) and 4429 (flooding). */
const BUSY_MIN_MS = 5_000;
/** Above this the peer is not reading; further frames are refused instead of queued without bound. */
const BUFFER_MAX_BYTES = 256 * 1024;
/** Read marks kept while not live, one per room. Beyond it the oldest is dropped; the next mark in that room replaces it. */
const MARKS_MAX = 100;

export class Socket {
  #state: SocketState = { name: "idle" };
  #ws: WebSocketLike | null = null;
  #timer: unknown = null;
  #attempt = 0;
  #liveSince = 0;
  #heardAt = 0;
  #refreshedSinceLive = false;
  readonly #marks = new Map<string, ClientFrame>();
  readonly #options: SocketOptions;

  constructor(options: SocketOptions) {
    this.#options = options;
  }

  get state(): SocketState {
    return this.#state;
  }

  /** Connects, unless it is already connecting or connected. */
  start(): void {
    if (this.#state.name !== "idle" && this.#state.name !== "stopped") return;
    this.#attempt = 0;
    this.#refreshedSinceLive = false;
    this.#connect();
  }

  /** Closes the connection and stays closed until `start`. */
  stop(): void {
    this.#marks.clear();
    this.#drop(1000);
    this.#enter({ name: "stopped", reason: "asked" });
  }

  /**
   * The network or the tab is back: reconnects without waiting for the timer, or probes a connection that may be dead. An attempt
   * under way may have begun without a network: it gets a few more seconds, and the next one follows soon.
   */
  wake(): void {
    const { name } = this.#state;
    if (name === "waiting" || name === "parked") {
      this.#attempt = 0;
      this.#connect();
    } else if (name === "connecting" || name === "awaiting_ready") {
      this.#attempt = 0;
      const left = this.#heardAt + READY_WITHIN_MS - this.#options.now();
      this.#after(Math.min(PROBE_WITHIN_MS, Math.max(0, left)), () => this.#lost());
    } else if (name === "live") {
      this.#ping(PROBE_WITHIN_MS);
    }
  }

  /**
   * Sends a frame. Returns false if it was refused because the socket is not live or the peer does not read.
   * Only read marks are kept until the next `ready`.
   */
  send(frame: ClientFrame): boolean {
    if (this.#state.name === "live" && this.#ws !== null && this.#ws.bufferedAmount < BUFFER_MAX_BYTES) {
      this.#ws.send(JSON.stringify(frame));
      return true;
    }
    if (frame.type !== "read" || this.#state.name === "stopped") return false;
    this.#marks.delete(frame.room_id);
    this.#marks.set(frame.room_id, frame);
    const oldest = this.#marks.keys().next();
    if (this.#marks.size > MARKS_MAX && !oldest.done) this.#marks.delete(oldest.value);
    return true;
  }

  #connect(): void {
    this.#drop(1000);
    this.#enter({ name: "connecting" });
    const ws = this.#options.open(this.#options.url);
    this.#ws = ws;
    this.#heardAt = this.#options.now();
    ws.onopen = () => this.#enter({ name: "awaiting_ready" });
    ws.onmessage = (event) => this.#hear(event.data);
    ws.onclose = (event) => this.#closed(event.code);
    this.#after(READY_WITHIN_MS, () => this.#lost());
  }

  #hear(data: unknown): void {
    this.#heardAt = this.#options.now();
    const frame = parse(data);
    if (frame === null) return;
    if (frame.type === "ready") {
      this.#liveSince = this.#options.now();
      this.#refreshedSinceLive = false;
      this.#watch();
      this.#enter({ name: "live" });
      for (const mark of this.#marks.values()) this.#ws?.send(JSON.stringify(mark));
      this.#marks.clear();
    }
    this.#options.onFrame(frame);
  }

  /** Liveness check: silence triggers a ping, and silence after the ping a new connection. */
  #watch(): void {
    const silence = this.#options.now() - this.#heardAt;
    if (silence >= PING_AFTER_MS) this.#ping(PONG_WITHIN_MS);
    else this.#after(PING_AFTER_MS - silence, () => this.#watch());
  }

  #ping(within: number): void {
    const asked = this.#options.now();
    this.#ws?.send(JSON.stringify({ type: "ping" } satisfies ClientFrame));
    this.#after(within, () => {
      if (this.#heardAt >= asked && this.#heardAt > 0) this.#watch();
      else this.#lost();
    });
  }

  #lost(): void {
    this.#drop(4000);
    this.#wait(0);
  }

  #closed(code: number): void {
    this.#ws = null;
    this.#cancel();
    if (code === 4401) void this.#refresh();
    else if (code === 4403) this.#enter({ name: "stopped", reason: "origin_refused" });
    else if (code === 4409) this.#enter({ name: "parked" });
    else this.#wait(code === 1013 || code === 4429 ? BUSY_MIN_MS : 0);
  }

  async #refresh(): Promise<void> {
    if (this.#refreshedSinceLive) {
      this.#enter({ name: "stopped", reason: "session_ended" });
      return;
    }
    this.#enter({ name: "refreshing" });
    const result = await this.#options.refresh();
    if (this.#state.name !== "refreshing") return;
    if (result === "ended") this.#enter({ name: "stopped", reason: "session_ended" });
    else if (result === "failed") this.#wait(0);
    else {
      this.#refreshedSinceLive = true;
      this.#connect();
    }
  }

  #wait(atLeastMs: number): void {
    const now = this.#options.now();
    if (this.#liveSince > 0 && now - this.#liveSince >= STEADY_MS) this.#attempt = 0;
    this.#liveSince = 0;
    const { random } = this.#options;
    const delay = backoffMs({ attempt: this.#attempt, baseMs: BACKOFF_BASE_MS, atLeastMs, random });
    this.#attempt += 1;
    this.#after(delay, () => this.#connect());
    this.#enter({ name: "waiting", until: now + delay, attempt: this.#attempt });
  }

  #drop(code: number): void {
    this.#cancel();
    const ws = this.#ws;
    this.#ws = null;
    if (ws === null) return;
    ws.onopen = null;
    ws.onmessage = null;
    ws.onclose = null;
    ws.close(code);
  }

  /** Sets the single timer; every state waits for at most one thing. */
  #after(ms: number, task: () => void): void {
    this.#cancel();
    this.#timer = this.#options.setTimer(task, ms);
  }

  #cancel(): void {
    if (this.#timer !== null) this.#options.clearTimer(this.#timer);
    this.#timer = null;
  }

  #enter(state: SocketState): void {
    this.#state = state;
    this.#options.onState(state);
  }
}

/** Parses a frame; null skips it. The next version then reveals the gap, and `changes` fills it. */
function parse(data: unknown): ServerFrame | null {
  if (typeof data !== "string") return null;
  try {
    const frame: unknown = JSON.parse(data);
    return typeof frame === "object" && frame !== null && "type" in frame ? (frame as ServerFrame) : null;
  } catch {
    return null;
  }
}
