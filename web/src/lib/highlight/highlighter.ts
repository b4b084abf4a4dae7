// Colours for code, from a worker that is terminated when it takes too long. One job at a time, results cached by content.
// Nothing here blocks the main thread, and after any failure code stays plain.
//
//   idle ──job──► loading ──begun──► colouring ──done──► idle
//   loading ──20 s──► ended; colouring ──300 ms──► ended; ended ──next job──► a new worker, at most 6 a minute
import type { Job, Report, Run } from "./protocol";
import { grammarName } from "./languages";

/** Longer code stays plain. */
export const CODE_MAX = 20_000;
/** A block that takes longer stays plain, and its worker is ended. */
export const COLOUR_WITHIN_MS = 300;
/** Time allowed for starting a worker and loading and compiling a grammar; after it the block stays plain. */
export const LOAD_WITHIN_MS = 20_000;
/** Cached results; the least recently used one is dropped. */
export const RESULTS_MAX = 200;
/** Waiting blocks; beyond it the one that has waited longest stays plain. */
export const WAITING_MAX = 100;
/** Workers started per minute. Beyond it code stays plain until the minute is over; otherwise a room full of hostile blocks
 * would keep a processor busy. */
export const WORKERS_PER_MINUTE = 6;

export interface WorkerPort {
  post: (job: Job) => void;
  end: () => void;
}

export interface Ports {
  spawn: (onReport: (report: Report) => void, onFailure: () => void) => WorkerPort;
  after: (ms: number, task: () => void) => () => void;
  now: () => number;
}

interface Waiting {
  key: string;
  job: Job;
  answer: (runs: Run[] | null) => void;
}

export class Highlighter {
  readonly #ports: Ports;
  readonly #results = new Map<string, Run[] | null>();
  readonly #waiting: Waiting[] = [];
  #running: Waiting | null = null;
  #worker: WorkerPort | null = null;
  #cancelTimer = () => {};
  #spawned: number[] = [];
  #lastId = 0;

  constructor(ports: Ports) {
    this.#ports = ports;
  }

  /** Coloured runs of a piece of code; null: it stays plain. `signal` aborts for a block that left the view. */
  async highlight(code: string, language: string, signal?: AbortSignal): Promise<Run[] | null> {
    const grammar = grammarName(language);
    if (grammar === null || code.length > CODE_MAX || code.trim() === "") return null;
    const key = `${grammar}\n${code}`;
    const held = this.#results.get(key);
    if (held !== undefined) {
      this.#results.delete(key);
      this.#results.set(key, held);
      return held;
    }
    return new Promise((answer) => {
      this.#lastId += 1;
      const waiting: Waiting = { key, job: { id: this.#lastId, code, grammar }, answer };
      signal?.addEventListener("abort", () => this.#giveUp(waiting), { once: true });
      this.#waiting.push(waiting);
      if (this.#waiting.length > WAITING_MAX) this.#waiting.shift()?.answer(null);
      this.#next();
    });
  }

  #next(): void {
    if (this.#running !== null) return;
    const waiting = this.#waiting.shift();
    if (waiting === undefined) return;
    // The same code may have been coloured while this one waited.
    const held = this.#results.get(waiting.key);
    if (held !== undefined || !this.#ensureWorker()) {
      waiting.answer(held ?? null);
      return this.#next();
    }
    this.#running = waiting;
    this.#deadline(LOAD_WITHIN_MS);
    this.#worker?.post(waiting.job);
  }

  #ensureWorker(): boolean {
    if (this.#worker !== null) return true;
    const now = this.#ports.now();
    this.#spawned = this.#spawned.filter((at) => now - at < 60_000);
    if (this.#spawned.length >= WORKERS_PER_MINUTE) return false;
    this.#spawned.push(now);
    const worker = this.#ports.spawn(
      (report) => worker === this.#worker && this.#reported(report),
      () => worker === this.#worker && this.#end(false),
    );
    this.#worker = worker;
    return true;
  }

  #reported(report: Report): void {
    if (report.id !== this.#running?.job.id) return;
    if (report.kind === "begun") this.#deadline(COLOUR_WITHIN_MS);
    else this.#finish(report.runs, true);
  }

  #deadline(ms: number): void {
    this.#cancelTimer();
    this.#cancelTimer = this.#ports.after(ms, () => this.#end(ms === COLOUR_WITHIN_MS));
  }

  /** Terminates the worker and its job. With `keep` the failure is cached, because the code itself caused it. */
  #end(keep: boolean): void {
    this.#worker?.end();
    this.#worker = null;
    this.#finish(null, keep);
  }

  #finish(runs: Run[] | null, keep: boolean): void {
    this.#cancelTimer();
    const running = this.#running;
    this.#running = null;
    if (running !== null) {
      if (keep) this.#keep(running.key, runs);
      running.answer(runs);
    }
    this.#next();
  }

  #keep(key: string, runs: Run[] | null): void {
    this.#results.set(key, runs);
    const oldest = this.#results.keys().next();
    if (this.#results.size > RESULTS_MAX && !oldest.done) this.#results.delete(oldest.value);
  }

  #giveUp(waiting: Waiting): void {
    const at = this.#waiting.indexOf(waiting);
    if (at === -1) return;
    this.#waiting.splice(at, 1);
    waiting.answer(null);
  }
}

const highlighter = new Highlighter({
  spawn: (onReport, onFailure) => {
    const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module", name: "highlight" });
    worker.addEventListener("message", ({ data }: MessageEvent<Report>) => onReport(data));
    worker.addEventListener("error", onFailure);
    return { post: (job) => worker.postMessage(job), end: () => worker.terminate() };
  },
  after: (ms, task) => {
    const timer = setTimeout(task, ms);
    return () => clearTimeout(timer);
  },
  now: () => performance.now(),
});

export const highlight = (code: string, language: string, signal: AbortSignal) =>
  highlighter.highlight(code, language, signal);
