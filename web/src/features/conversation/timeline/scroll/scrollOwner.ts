// The only owner of a timeline's scroll position. Everything that wants to move the list files a request; a newer request, a
// gesture or another room ends an older one. Between requests the owner keeps the reading position in place: the newest message
// at the bottom while stuck to it, else the row last jumped to, else the topmost visible one. Nothing else writes scrollTop,
// except the virtualiser's correction of estimated heights. Positions are measured on rows, never derived from total heights.
//
//   placing ──three stable frames, or 2 s and 30 frames──► resting │ ──wheel, touch, key──► resting (free); shown after 500 ms at most
//   resting stuck ──upward gesture, or scrolled > 80 px──► resting free ──within 48 px──► resting stuck
//   resting ──request──► placing
import type { ViewportHandle } from "./viewport";

export type Target =
  | { kind: "edge" }
  /** Places the row's top edge `offset` pixels below the top of the view. */
  | { kind: "anchor"; id: string; offset: number }
  | { kind: "message"; id: string; align: "center" | "third" };

export interface PositionRequest {
  /** Incremented with every change of what is shown; requests of an older generation are dropped. */
  generation: number;
  room: string;
  source: "entry" | "permalink" | "pill" | "send" | "reply" | "reset" | "focus";
  target: Target;
  /** Called once the target is in place; not if a gesture or another request came first. */
  settled?: () => void;
}

export interface ScrollState {
  /** Whether the list follows its newest message. */
  readonly stuck: boolean;
  /** Whether the list is visible: false only between entering and the first settled position. */
  readonly revealed: boolean;
}

export interface Anchor {
  id: string;
  offset: number;
}

interface Frames {
  request: (task: () => void) => number;
  cancel: (handle: number) => void;
  now: () => number;
}

const LEAVE_PX = 80;
const RETURN_PX = 48;
const STABLE_FRAMES = 3;
const REVEAL_WITHIN_MS = 500;
/** A slow machine may need longer to settle than it may hide the list. */
const PLACE_WITHIN_MS = 2_000;
/** Frames before a request gives up: row heights are learned frame by frame, however long each frame takes. */
const PLACE_FRAMES = 30;
/** Space above a row that is taller than the view. */
const MARGIN_PX = 16;
/** Space above a row moved to by keyboard, for its toolbar and the day chip. */
const SHOW_TOP_PX = 48;
/** Elements in the list's tree that overlay it; gestures there do not scroll the list. */
const OVER_LIST = 'dialog, [role="dialog"], [role="menu"], [popover]';

const browserFrames: Frames = {
  request: (task) => requestAnimationFrame(task),
  cancel: (handle) => cancelAnimationFrame(handle),
  now: () => performance.now(),
};

export class ScrollOwner {
  #scroller: HTMLElement | null = null;
  #viewport: ViewportHandle | null = null;
  #indexOf: (id: string) => number | undefined = () => undefined;
  #room = "";
  #generation = 0;
  #request: PositionRequest | null = null;
  #stable = 0;
  #placed = 0;
  #since = 0;
  #frame = 0;
  #anchor: Anchor | null = null;
  /** Reading position when the scroller was detached. */
  #leftAt: Anchor | null | undefined = undefined;
  /** Row last jumped to, which is kept in place until a gesture scrolls or it leaves the view. */
  #ledTo: string | null = null;
  #ledAt = 0;
  #height = 0;
  #view = 0;
  #top = 0;
  #changing = false;
  #state: ScrollState = { stuck: true, revealed: false };
  readonly #listeners = new Set<() => void>();
  readonly #scrollListeners = new Set<() => void>();
  readonly #frames: Frames;

  constructor(frames: Frames = browserFrames) {
    this.#frames = frames;
  }

  state = (): ScrollState => this.#state;

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Takes over a scroller. Returns a function that releases it. */
  attach(scroller: HTMLElement, room: string): () => void {
    this.#scroller = scroller;
    this.#room = room;
    this.#anchor = null;
    this.#ledTo = null;
    this.#set({ stuck: true, revealed: false });
    const gesture = (event: Event) => this.#gesture(event);
    const scrolled = () => this.#scrolled();
    const options = { passive: true } as const;
    scroller.addEventListener("wheel", gesture, options);
    scroller.addEventListener("touchmove", gesture, options);
    scroller.addEventListener("keydown", gesture);
    scroller.addEventListener("pointerdown", gesture, options);
    scroller.addEventListener("scroll", scrolled, options);
    const resized = new ResizeObserver(() => this.settle());
    resized.observe(scroller);
    for (const child of scroller.children) resized.observe(child);
    return () => {
      resized.disconnect();
      scroller.removeEventListener("wheel", gesture);
      scroller.removeEventListener("touchmove", gesture);
      scroller.removeEventListener("keydown", gesture);
      scroller.removeEventListener("pointerdown", gesture);
      scroller.removeEventListener("scroll", scrolled);
      this.#frames.cancel(this.#frame);
      this.#leftAt = this.#leave();
      this.#request = null;
      this.#scroller = null;
    };
  }

  connect(viewport: ViewportHandle | null, indexOf: (id: string) => number | undefined): void {
    this.#viewport = viewport;
    this.#indexOf = indexOf;
  }

  /** Starts a new generation, which outdates earlier requests. */
  nextGeneration(): number {
    this.#generation += 1;
    return this.#generation;
  }

  request(request: PositionRequest): void {
    if (request.room !== this.#room || request.generation < this.#generation) return;
    this.#generation = request.generation;
    this.#request = request;
    this.#ledTo = null;
    this.#stable = 0;
    this.#placed = 0;
    this.#since = this.#frames.now();
    if (request.target.kind === "edge") this.#set({ ...this.#state, stuck: true });
    else this.#set({ ...this.#state, stuck: false });
    this.#place();
    this.#frames.cancel(this.#frame);
    this.#frame = this.#frames.request(this.#step);
  }

  /** Scrolls as little as needed to show a whole row; a distant one is centred. */
  show(id: string): void {
    const scroller = this.#scroller;
    if (scroller === null) return;
    const row = this.#rowOf(id);
    const view = scroller.clientHeight;
    const top = row === null ? Infinity : this.#topOf(row);
    if (row === null || top < -view || top > 2 * view) {
      const target: Target = { kind: "message", id, align: "center" };
      return this.request({ generation: this.#generation, room: this.#room, source: "focus", target });
    }
    const below = top + row.offsetHeight + MARGIN_PX - view;
    const delta = top < SHOW_TOP_PX ? top - SHOW_TOP_PX : Math.min(Math.max(0, below), top - SHOW_TOP_PX);
    if (delta < 0) this.#unstick();
    this.#moveBy(delta);
  }

  /** Called before rows change: records the position of the anchor row. */
  remember(): void {
    if (this.#request !== null || this.#state.stuck) return;
    this.#anchor = this.#measureAnchor();
    this.#changing = true;
  }

  /** Called after rows or sizes changed: restores the position. */
  settle = (): void => {
    const scroller = this.#scroller;
    if (scroller === null) return;
    if (this.#request !== null) this.#place();
    else if (this.#state.stuck) this.#toEdge(scroller);
    else if (this.#anchor !== null) this.#holdAnchor(scroller, this.#anchor);
    this.#changing = false;
    this.#note(scroller);
  };

  /** Reading position; null at the newest message. */
  anchor(): Anchor | null {
    return this.#state.stuck ? null : this.#measureAnchor();
  }

  /** Reading position when the list was detached; null at the newest message, undefined if it was never placed. */
  get leftAt(): Anchor | null | undefined {
    return this.#leftAt;
  }

  /** Pixels between the view and the end of the list. */
  distance(): number {
    const scroller = this.#scroller;
    return scroller === null ? 0 : scroller.scrollHeight - scroller.clientHeight - scroller.scrollTop;
  }

  #step = (): void => {
    if (this.#request === null || this.#scroller === null) return;
    this.#stable = this.#place() ? this.#stable + 1 : 0;
    this.#placed += 1;
    const elapsed = this.#frames.now() - this.#since;
    const vain = elapsed > PLACE_WITHIN_MS && this.#placed >= PLACE_FRAMES;
    if (this.#stable >= STABLE_FRAMES || vain) {
      const { settled } = this.#request;
      this.#rest("placed");
      settled?.();
      return;
    }
    if (elapsed > REVEAL_WITHIN_MS) this.#set({ ...this.#state, revealed: true });
    this.#frame = this.#frames.request(this.#step);
  };

  #rest(how: "placed" | "interrupted"): void {
    const target = this.#request?.target;
    this.#ledTo = how === "placed" && target !== undefined && target.kind !== "edge" ? target.id : null;
    this.#ledAt = this.#frames.now();
    this.#request = null;
    // A target near the end may place the list at the newest message.
    const stuck = this.#state.stuck || this.distance() <= 1;
    this.#anchor = stuck ? null : this.#measureAnchor();
    if (this.#scroller !== null) this.#note(this.#scroller);
    this.#set({ stuck, revealed: true });
    for (const listener of this.#scrollListeners) listener();
  }

  /** Moves towards the target. Returns true when it is in place. */
  #place(): boolean {
    const scroller = this.#scroller;
    const target = this.#request?.target;
    if (scroller === null || target === undefined) return true;
    if (target.kind === "edge") return this.#toEdge(scroller);
    const row = this.#rowOf(target.id);
    if (row === null) {
      const index = this.#indexOf(target.id);
      if (index === undefined || this.#viewport === null) return false;
      scroller.scrollTop = this.#viewport.offsetOf(index) - scroller.clientHeight / 3;
      return false;
    }
    return this.#moveBy(this.#topOf(row) - this.#wanted(target, row, scroller));
  }

  /**
   * Moves the anchor row back. Movement by a scroll whose event is still pending was intended and is kept.
   */
  #holdAnchor(scroller: HTMLElement, anchor: Anchor): void {
    const row = this.#rowOf(anchor.id);
    if (row === null) return;
    const offset = this.#topOf(row);
    if (Math.abs(offset - anchor.offset) < 0.75) return;
    // Between `remember` and rendering the user cannot scroll, so every movement is undone.
    const meant = this.#changing ? anchor.offset : anchor.offset - (scroller.scrollTop - this.#top);
    if (Math.abs(offset - meant) >= 0.75) this.#moveBy(offset - meant);
    this.#anchor = this.#measureAnchor();
  }

  #wanted(target: Exclude<Target, { kind: "edge" }>, row: HTMLElement, scroller: HTMLElement): number {
    if (target.kind === "anchor") return target.offset;
    const room = scroller.clientHeight;
    if (target.align === "third") return room / 3;
    return Math.max(MARGIN_PX, (room - row.offsetHeight) / 2);
  }

  #toEdge(scroller: HTMLElement): boolean {
    const end = scroller.scrollHeight - scroller.clientHeight;
    const there = end - scroller.scrollTop <= 1;
    if (!there) scroller.scrollTop = end;
    return there;
  }

  /** Scrolls by `delta` pixels. Returns true if nothing was left to scroll, or the list ends. */
  #moveBy(delta: number): boolean {
    const scroller = this.#scroller;
    if (scroller === null || Math.abs(delta) < 0.75) return true;
    const before = scroller.scrollTop;
    scroller.scrollTop = before + delta;
    return Math.abs(scroller.scrollTop - before) < 0.5;
  }

  #gesture(event: Event): void {
    if (event.target instanceof Element && event.target.closest(OVER_LIST) !== null) return;
    this.#ledTo = null;
    // A press may begin a drag of the scroll bar, but does not move anything itself.
    if (event.type === "pointerdown") return;
    if (event instanceof KeyboardEvent) {
      if (/^(PageUp|ArrowUp|Home)$/.test(event.key)) this.#unstick();
      else if (!/^(PageDown|ArrowDown|End|Space| )$/.test(event.key)) return;
    } else if (event instanceof WheelEvent && event.deltaY < 0) this.#unstick();
    if (this.#request === null) return;
    this.#frames.cancel(this.#frame);
    if (!(event instanceof WheelEvent && this.#request.target.kind === "edge" && event.deltaY > 0))
      this.#rest("interrupted");
    else this.#frame = this.#frames.request(this.#step);
  }

  #unstick(): void {
    const scroller = this.#scroller;
    if (scroller === null || !this.#state.stuck || scroller.scrollTop <= 0) return;
    this.#set({ ...this.#state, stuck: false });
    this.#anchor = this.#measureAnchor();
  }

  #scrolled(): void {
    const scroller = this.#scroller;
    if (scroller === null || this.#request !== null) return;
    if (this.#ledTo !== null && this.#anchor !== null && this.#frames.now() - this.#ledAt < PLACE_WITHIN_MS) {
      // Not a user's scroll: the virtualiser corrected heights around the row just jumped to, or a page was added above it.
      this.#changing = true;
      this.settle();
      for (const listener of this.#scrollListeners) listener();
      return;
    }
    const distance = this.distance();
    const grown = scroller.scrollHeight !== this.#height || scroller.clientHeight !== this.#view;
    const down = scroller.scrollTop > this.#top;
    this.#note(scroller);
    if (this.#state.stuck) {
      // If nothing grew, the user scrolled; otherwise the list grew, and is followed.
      if (distance > LEAVE_PX && !grown) this.#set({ ...this.#state, stuck: false });
      else if (distance > 1 && grown) this.#toEdge(scroller);
    } else if (down && distance < RETURN_PX) this.#set({ ...this.#state, stuck: true });
    this.#anchor = this.#state.stuck ? null : this.#measureAnchor();
    for (const listener of this.#scrollListeners) listener();
  }

  /** Calls `listener` on every scroll while resting. Returns a function that unsubscribes. */
  onScroll(listener: () => void): () => void {
    this.#scrollListeners.add(listener);
    return () => this.#scrollListeners.delete(listener);
  }

  #note(scroller: HTMLElement): void {
    this.#height = scroller.scrollHeight;
    this.#view = scroller.clientHeight;
    this.#top = scroller.scrollTop;
  }

  #leave(): Anchor | null | undefined {
    const target = this.#request?.target;
    // On the way to a saved position, that position still counts, not the rows passed on the way.
    if (target?.kind === "anchor") return { id: target.id, offset: target.offset };
    return this.#state.revealed ? this.anchor() : undefined;
  }

  #measureAnchor(): Anchor | null {
    const scroller = this.#scroller;
    if (scroller === null) return null;
    const edge = scroller.getBoundingClientRect().top;
    const led = this.#ledTo === null ? null : this.#rowOf(this.#ledTo)?.getBoundingClientRect();
    // Rows above it in the view may still grow (a late font, a picture of unknown size), so it is the anchor.
    if (this.#ledTo !== null && led && led.bottom > edge && led.top < edge + scroller.clientHeight)
      return { id: this.#ledTo, offset: led.top - edge };
    this.#ledTo = null;
    let best: Anchor | null = null;
    for (const row of scroller.querySelectorAll<HTMLElement>("[data-row]")) {
      const box = row.getBoundingClientRect();
      const offset = box.top - edge;
      if (box.bottom > edge && (best === null || offset < best.offset))
        best = { id: row.dataset["row"] ?? "", offset };
    }
    return best;
  }

  #rowOf(id: string): HTMLElement | null {
    return this.#scroller?.querySelector<HTMLElement>(`[data-row="${CSS.escape(id)}"]`) ?? null;
  }

  #topOf(row: HTMLElement): number {
    return row.getBoundingClientRect().top - (this.#scroller?.getBoundingClientRect().top ?? 0);
  }

  #set(state: ScrollState): void {
    if (state.stuck === this.#state.stuck && state.revealed === this.#state.revealed) return;
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}
