// One room's timeline: its messages, the windows on them, pending messages, and fetching of pages. Each operation notifies
// exactly the rows and lists it changed, once. It knows neither the DOM nor the scroll position (only which message is being
// read, for its memory bound). sync.ts orders versions. The file is long because everything here reads or writes the same
// windows; independent parts are in their own files.
//
//   list: empty ──show…──► loading ──page──► ready │ ──no answer──► failed ──show…──► loading
//         any ──access ends──► lost ──access again──► empty
//         ready ──history rewound or too much changed──► loading (nothing held) ──► ready
import type { Changes, Message, MessageId, MessagesPage, UserRef } from "@/net/protocol.gen";
import { Holes } from "./holes";
import { Pending } from "./pending";
import { Recent, type Change } from "./recent";
import { Records } from "./records";
import { type DurableFrame, RoomSync } from "./sync";
import { Signals } from "./signals";
import type { Edge, Entry, Failure, Item, ListSnapshot, Loading, TimelinePorts } from "./types";
import { Windows } from "./windows";

export const PAGE = 50;
/** Messages held of an open room, and of a closed one. */
export const OPEN_MAX = 2_000;
export const IDLE_MAX = 200;
/** How far below the bound a trim goes, so that not every new message trims again. */
const TRIM_STEP = 200;
/** An ack normally comes with its echo; after this time without one, the message is fetched. */
const ECHO_WITHIN_MS = 1_000;

export class RoomTimeline {
  readonly id: string;
  readonly #ports: TimelinePorts;
  readonly #signals = new Signals();
  readonly #records: Records;
  readonly #windows: Windows;
  readonly #pending: Pending;
  readonly #recent = new Recent();
  readonly #sync: RoomSync;
  #status: ListSnapshot["status"] = "empty";
  #before: Loading = "idle";
  #after: Loading = "idle";
  #generation = 0;
  /** Incremented when the shown window is replaced; answers to older requests are discarded. */
  #round = 0;
  #snapshot: ListSnapshot | null = null;
  #edge: Edge = { lastSeq: 0, arrived: 0, latest: null };
  #open = false;
  #reading = Infinity;
  readonly #holes: Holes;
  readonly #timers = new Set<unknown>();

  constructor(id: string, ports: TimelinePorts) {
    this.id = id;
    this.#ports = ports;
    const changed = (entry: MessageId) => this.#signals.entry(entry);
    this.#records = new Records(ports.me, changed);
    this.#windows = new Windows(this.#records);
    this.#pending = new Pending(changed);
    this.#holes = new Holes({
      ask: (after) => ports.listMessages(id, { after, limit: PAGE }),
      take: (page) => {
        this.#admit(page, () => {
          for (const message of page.messages) this.#windows.place(message);
        });
      },
      again: () => this.#changedList(),
      delayed: (ms, task) => this.#delayed(ms, task),
      random: () => this.#ports.random(),
    });
    this.#sync = new RoomSync(id, ports, {
      apply: (frame) => this.#applyFrame(frame),
      applyChanges: (changes, since) => this.#applyChanges(changes, since),
      reset: () => this.#reset(),
      lost: (lost) => this.#lost(lost),
      settled: () => this.#flush(),
    });
  }

  // Reading

  list = (): ListSnapshot => {
    this.#snapshot ??= {
      status: this.#status,
      window: this.#windows.view,
      items: this.#items(),
      hasBefore: this.#windows.shown?.hasBefore ?? false,
      before: this.#before,
      hasAfter: this.#windows.view === "detached" && (this.#windows.detached?.hasAfter ?? false),
      after: this.#after,
      generation: this.#generation,
    };
    return this.#snapshot;
  };

  entry = (id: MessageId): Entry | undefined => this.#records.entry(id) ?? this.#pending.entry(id);

  edge = (): Edge => this.#edge;

  /** Whether the message with this seq is held. */
  holds = (seq: number): boolean => this.#windows.holds(seq);

  idOf = (seq: number): MessageId | undefined => this.#records.idOf(seq);

  subscribeList = (listener: () => void): (() => void) => this.#signals.onList(listener);
  subscribeEdge = (listener: () => void): (() => void) => this.#signals.onEdge(listener);
  subscribeEntry = (id: MessageId, listener: () => void): (() => void) => this.#signals.onEntry(id, listener);

  // Opening and paging

  /** Opens the room, which raises its memory bound. */
  open(): void {
    this.#open = true;
  }

  /** Closes the room and drops the messages furthest from the reading position. */
  close(): void {
    this.#open = false;
    this.#windows.trim(IDLE_MAX, this.#reading);
    this.#changedList();
  }

  /** Sets the message being read (`Infinity`: the newest); rows far from it may be dropped. */
  reading(seq: number): void {
    this.#reading = seq;
    const span = this.#windows.shown;
    if (span === null || span.seqs.length <= OPEN_MAX) return;
    this.#windows.trim(OPEN_MAX - TRIM_STEP, seq);
    this.#changedList();
  }

  /** Shows the newest messages, from memory or with one request. */
  async showNewest(): Promise<void> {
    if (this.#windows.live !== null) {
      this.#windows.showLive();
      this.#reading = Infinity;
      this.#changedList();
      return;
    }
    await this.#load(
      () => this.#ports.listMessages(this.id, { limit: PAGE }),
      (page, seqs) => {
        this.#windows.takeNewest(seqs, page.has_before);
        this.#windows.showLive();
      },
    );
  }

  /** Shows the messages around this seq. Returns false if they could not be fetched. */
  async showAround(seq: number): Promise<boolean> {
    if (this.#windows.shown !== null && this.#windows.holds(seq)) {
      const { live } = this.#windows;
      if (live !== null && live.seqs.includes(seq) && this.#windows.view !== "live") this.#windows.showLive();
      this.#changedList();
      return true;
    }
    return this.#load(
      () => this.#ports.listMessages(this.id, { around: seq, limit: PAGE }),
      (page, seqs) => this.#windows.takeAround(seqs, page.has_before, page.has_after),
    );
  }

  /** Shows a message wherever it is. Returns its seq, or null if it does not exist or is not accessible. */
  async showMessage(id: MessageId): Promise<number | null> {
    let message = this.#records.entry(id)?.message;
    try {
      message ??= await this.#ports.getMessage(this.id, id);
    } catch (error) {
      if (this.#ports.isGone(error)) return null;
      throw error;
    }
    return (await this.showAround(message.seq)) ? message.seq : null;
  }

  /** Fetches the page before the shown ones, if there is one. */
  async loadBefore(): Promise<void> {
    const span = this.#windows.shown;
    const first = span?.seqs[0];
    if (span === null || first === undefined || !span.hasBefore || this.#before === "loading") return;
    await this.#page("before", first, () =>
      this.#ports.listMessages(this.id, { before: first, limit: PAGE }),
    );
  }

  /** Fetches the page after the shown ones; the live window has none. */
  async loadAfter(): Promise<void> {
    const span = this.#windows.detached;
    const last = span?.seqs.at(-1);
    if (span === null || last === undefined || !span.hasAfter || this.#after === "loading") return;
    await this.#page("after", last, () => this.#ports.listMessages(this.id, { after: last, limit: PAGE }));
  }

  // Frames and access

  frame(frame: DurableFrame): void {
    this.#sync.frame(frame);
    this.#flush();
  }

  /** Shows a person's new name and picture. */
  renamed(user: UserRef): void {
    this.#records.renamed(user);
    this.#flush();
  }

  resync(version: number): void {
    this.#sync.resync(version);
  }

  ready(version: number | undefined, epoch: string): void {
    this.#sync.ready(version, epoch);
    this.#flush();
  }

  /** Called when access is regained. */
  regain(): void {
    this.#sync.regain();
    this.#flush();
  }

  /** Called when access is lost. */
  lose(): void {
    this.#sync.lose();
    this.#flush();
  }

  /** Shows or removes the user's reaction before the server has confirmed it. Returns false if nothing changed. */
  tryReaction(id: MessageId, emoji: string, on: boolean): boolean {
    const changed = this.#records.tryReaction(id, emoji, on);
    this.#flush();
    return changed;
  }

  // The user's own messages

  /** Shows a message that waits to be sent (`failure` null) or has failed. */
  putPending(message: Message, failure: Failure | null): void {
    if (this.#records.entry(message.id) !== undefined) return;
    this.#pending.put(message, failure);
    this.#changedList();
  }

  dropPending(id: MessageId): void {
    if (this.#pending.entry(id)?.state !== "sent" && this.#pending.remove(id)) this.#changedList();
  }

  /** Takes the ack of a message. Its echo puts it in its place; without an echo it is fetched. */
  acknowledge(id: MessageId, seq: number, version: number, createdAt: string): void {
    this.#pending.acknowledge(id, { seq, created_at: createdAt });
    this.#flush();
    if (this.#pending.entry(id) === undefined) return;
    this.#delayed(ECHO_WITHIN_MS, () => this.#sync.expect(version));
  }

  /** Stops timers and drops everything. */
  dispose(): void {
    this.#round += 1;
    this.#sync.stop();
    for (const timer of this.#timers) this.#ports.clearTimer(timer);
    this.#timers.clear();
    this.#windows.clear();
  }

  /** Whether it holds nothing, so that frames need not reach it. */
  get isEmpty(): boolean {
    return this.#sync.state === "empty";
  }

  /** For tests: throws if the parts are inconsistent. */
  checkInvariants(): void {
    const { live, detached, view } = this.#windows;
    const held = new Set([...(live?.seqs ?? []), ...(detached?.seqs ?? [])]);
    for (const span of [live, detached]) {
      for (const [at, seq] of (span?.seqs ?? []).entries()) {
        if (at > 0 && seq <= (span?.seqs[at - 1] ?? 0)) throw new Error("a span does not ascend");
        if (this.#records.idOf(seq) === undefined) throw new Error(`no record for ${seq}`);
      }
    }
    if (held.size !== this.#records.size) throw new Error("records are held that no window contains");
    if ((view === "detached") !== (detached !== null)) throw new Error("the view shows no window");
    for (const id of this.#pending.ids)
      if (this.#records.entry(id)) throw new Error("a message is both pending and numbered");
  }

  #items(): Item[] {
    const items = this.#windows.items();
    if (this.#windows.view === "live")
      for (const id of this.#pending.ids) items.push({ kind: "message", id });
    return items;
  }

  /** Loads a page that replaces the shown window. Returns false without an answer, or if it is outdated. */
  async #load(
    ask: () => Promise<MessagesPage>,
    take: (page: MessagesPage, seqs: number[]) => void,
  ): Promise<boolean> {
    this.#round += 1;
    const round = this.#round;
    if (this.#windows.shown === null) this.#status = "loading";
    this.#before = "idle";
    this.#after = "idle";
    this.#sync.begin();
    this.#changedList();
    try {
      const page = await ask();
      if (round !== this.#round) return false;
      return this.#admit(page, take);
    } catch (error) {
      if (round !== this.#round) return false;
      if (this.#ports.isGone(error)) this.#sync.lose();
      else if (this.#windows.shown === null) {
        this.#sync.failed();
        this.#status = "failed";
      }
      this.#changedList();
      return false;
    }
  }

  async #page(
    direction: "before" | "after",
    anchor: number,
    ask: () => Promise<MessagesPage>,
  ): Promise<void> {
    const round = this.#round;
    this.#setLoading(direction, "loading");
    try {
      const page = await ask();
      if (round !== this.#round) return;
      this.#setLoading(direction, "idle");
      // The shown window may have changed meanwhile; a page that does not touch it would leave a hole.
      if (this.#windows.shown?.seqs.includes(anchor) !== true) return;
      const more = direction === "before" ? page.has_before : page.has_after;
      this.#admit(page, (_page, seqs) => this.#windows.takeNext(direction, seqs, more));
    } catch {
      if (round === this.#round) this.#setLoading(direction, "failed");
    }
  }

  #setLoading(direction: "before" | "after", state: Loading): void {
    if (direction === "before") this.#before = state;
    else this.#after = state;
    this.#changedList();
  }

  /** Takes a page and brings it up to the current version. */
  #admit(page: MessagesPage, take: (page: MessagesPage, seqs: number[]) => void): boolean {
    const first = this.#sync.state === "loading" || this.#sync.state === "empty";
    if (!first && page.epoch !== this.#sync.epoch) {
      this.#sync.restart();
      this.#flush();
      return false;
    }
    for (const message of page.messages) {
      this.#records.put(message, page.version);
      this.#pending.remove(message.id);
    }
    take(
      page,
      page.messages.map((message) => message.seq),
    );
    if (!page.has_after) this.#sawSeq(page.messages.at(-1)?.seq ?? 0);
    this.#status = "ready";
    if (first) this.#sync.loaded(page.version, page.epoch);
    else if (page.version < this.#sync.version) this.#replay(page.version);
    this.#changedList();
    return true;
  }

  #replay(since: number): void {
    const changes = this.#recent.since(since);
    if (changes === null) this.#sync.catchUpFrom(since);
    for (const change of changes ?? []) this.#change(change);
  }

  #applyFrame(frame: DurableFrame): void {
    const before = frame.version - 1;
    switch (frame.type) {
      case "message.created":
      case "message.updated": {
        const known = this.#edge.lastSeq;
        const change: Change = { kind: "put", messages: [frame.message], asOf: frame.version };
        this.#recent.add(before, change);
        this.#change(change);
        if (frame.type === "message.created" && frame.message.seq > known) this.#arrived(frame.message, true);
        return;
      }
      case "message.deleted":
      case "reaction.added":
      case "reaction.removed": {
        const change: Change = { kind: "touch", frame };
        this.#recent.add(before, change);
        this.#change(change);
        return;
      }
      default:
        this.#recent.add(before, null);
    }
  }

  #applyChanges(changes: Changes, since: number): void {
    const known = this.#edge.lastSeq;
    const change: Change = { kind: "put", messages: changes.messages, asOf: changes.version };
    this.#recent.add(since, change);
    this.#change(change);
    const fresh = changes.messages.filter((message) => message.seq > known).toSorted((a, b) => a.seq - b.seq);
    for (const message of fresh) this.#arrived(message, false);
    this.#sawSeq(changes.room.last_seq);
    this.#ports.onChanges(this.id, changes);
    this.#flush();
  }

  #change(change: Change): void {
    if (change.kind === "touch") {
      const { frame } = change;
      this.#records.touch(frame);
      if (frame.type === "message.deleted")
        this.#records.refreshQuotes({ id: frame.message_id, body: "", deleted: true }, frame.version);
      return;
    }
    for (const message of change.messages) {
      if (this.#windows.holds(message.seq) || this.#windows.place(message)) {
        this.#records.put(message, change.asOf);
        this.#signals.list();
      }
      if (this.#pending.remove(message.id)) this.#signals.list();
      this.#records.refreshQuotes({ ...message, deleted: message.deleted_at !== null }, change.asOf);
    }
  }

  #arrived(message: Message, live: boolean): void {
    this.#sawSeq(message.seq);
    const { id } = message.author;
    if (id === this.#ports.me() || this.#ports.blocked(id) || message.deleted_at !== null) return;
    this.#edge = {
      ...this.#edge,
      arrived: this.#edge.arrived + 1,
      latest: live ? message.id : this.#edge.latest,
    };
    this.#signals.edge();
  }

  #sawSeq(seq: number): void {
    if (seq <= this.#edge.lastSeq) return;
    this.#edge = { ...this.#edge, lastSeq: seq };
    this.#signals.edge();
  }

  #reset(): void {
    this.#drop();
    if (this.#open) void this.showNewest();
    this.#flush();
  }

  #lost(lost: boolean): void {
    this.#drop();
    this.#status = lost ? "lost" : "empty";
    if (!lost && this.#open) void this.showNewest();
    this.#changedList();
  }

  #drop(): void {
    this.#generation += 1;
    this.#round += 1;
    this.#windows.clear();
    this.#recent.clear();
    this.#holes.clear();
    this.#edge = { ...this.#edge, lastSeq: 0 };
    this.#status = "empty";
    this.#before = "idle";
    this.#after = "idle";
    this.#signals.list();
    this.#signals.edge();
  }

  #delayed(ms: number, task: () => void): void {
    const timer = this.#ports.setTimer(() => {
      this.#timers.delete(timer);
      task();
    }, ms);
    this.#timers.add(timer);
  }

  #changedList(): void {
    this.#signals.list();
    this.#flush();
  }

  #flush(): void {
    if (this.#signals.listChanged) {
      this.#snapshot = null;
      this.#holes.fill(this.list().items);
    }
    this.#signals.flush();
  }
}
