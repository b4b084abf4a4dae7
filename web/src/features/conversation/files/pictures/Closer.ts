// Touch, mouse and wheel gestures on a picture: pinch, double tap and wheel zoom; dragging moves a zoomed picture; swiping one
// that is not zoomed goes to the next picture. Positions are written directly to the style, so that gestures cause no renders.
// It knows nothing of React.
import { FITS, moved, type Placement, type Point, type Stage, zoomedAt } from "./zoom";

/** Pixels of a swipe that goes to the next picture. */
const SWIPE = 56;
/** Two taps within this many ms (and `TAP_NEAR` px) are a double tap. */
const TAP_MS = 300;
const TAP_NEAR = 24;
/** Zoom of a double tap. */
const DOUBLE_TAP = 2.5;

interface CloserPorts {
  /** Called when the picture becomes zoomed, or no longer is. */
  onCloser: (closer: boolean) => void;
  /** Called with −1 for the previous picture, 1 for the next. */
  onSwipe: (step: number) => void;
}

export class Closer {
  readonly #stage: HTMLElement;
  readonly #picture: HTMLElement;
  readonly #ports: CloserPorts;
  readonly #listening = new AbortController();
  readonly #fingers = new Map<number, Point>();
  #at: Placement = FITS;
  #swiped = 0;
  #travelled = 0;
  #tap = { at: 0, x: 0, y: 0 };

  constructor(stage: HTMLElement, picture: HTMLElement, ports: CloserPorts) {
    this.#stage = stage;
    this.#picture = picture;
    this.#ports = ports;
    const { signal } = this.#listening;
    stage.addEventListener("wheel", this.#onWheel, { passive: false, signal });
    stage.addEventListener("pointerdown", this.#onDown, { signal });
    stage.addEventListener("pointermove", this.#onMove, { signal });
    stage.addEventListener("pointerup", this.#onUp, { signal });
    stage.addEventListener("pointercancel", this.#onUp, { signal });
  }

  stop(): void {
    this.#listening.abort();
  }

  /** Zooms by a factor around a point, relative to the centre of the stage. */
  zoomBy(factor: number, point: Point = { x: 0, y: 0 }): void {
    this.#put(zoomedAt(this.#at, point, factor, this.#sizes()));
  }

  moveBy(by: Point): void {
    this.#put(moved(this.#at, by, this.#sizes()));
  }

  fit(): void {
    this.#swiped = 0;
    this.#put(FITS);
  }

  /** Layout sizes, which ignore transforms. */
  #sizes(): Stage {
    const { clientWidth: width, clientHeight: height } = this.#stage;
    return { width, height, fitWidth: this.#picture.offsetWidth, fitHeight: this.#picture.offsetHeight };
  }

  #put(next: Placement): void {
    const { scale, x, y } = next;
    const closer = scale > 1;
    const was = this.#at.scale > 1;
    this.#at = next;
    this.#picture.style.transform = `translate(${x + this.#swiped}px, ${y}px) scale(${scale})`;
    this.#picture.dataset["scale"] = scale.toFixed(2);
    if (closer !== was) this.#ports.onCloser(closer);
  }

  readonly #onWheel = (event: WheelEvent): void => {
    // Keeps the page itself from zooming.
    event.preventDefault();
    const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
    // A trackpad pinch arrives as a wheel event with Ctrl, in smaller steps.
    this.zoomBy(Math.exp(-event.deltaY * lines * (event.ctrlKey ? 0.01 : 0.002)), this.#fromMiddle(event));
  };

  readonly #onDown = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    this.#stage.setPointerCapture(event.pointerId);
    this.#fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    if (this.#fingers.size === 1) this.#travelled = 0;
  };

  readonly #onMove = (event: PointerEvent): void => {
    const before = this.#fingers.get(event.pointerId);
    if (before === undefined) return;
    const now = { x: event.clientX, y: event.clientY };
    const by = { x: now.x - before.x, y: now.y - before.y };
    this.#travelled += Math.hypot(by.x, by.y);
    const other = [...this.#fingers].find(([id]) => id !== event.pointerId)?.[1];
    this.#fingers.set(event.pointerId, now);
    if (other !== undefined) this.#pinch(before, now, other);
    else if (this.#at.scale > 1) this.moveBy(by);
    else {
      this.#swiped += by.x;
      this.#put(this.#at);
    }
  };

  #pinch(before: Point, now: Point, other: Point): void {
    const wasApart = Math.hypot(before.x - other.x, before.y - other.y);
    const apart = Math.hypot(now.x - other.x, now.y - other.y);
    const middle = { clientX: (now.x + other.x) / 2, clientY: (now.y + other.y) / 2 };
    this.#swiped = 0;
    if (wasApart > 0) this.zoomBy(apart / wasApart, this.#fromMiddle(middle));
    this.moveBy({ x: (now.x - before.x) / 2, y: (now.y - before.y) / 2 });
  }

  readonly #onUp = (event: PointerEvent): void => {
    if (!this.#fingers.delete(event.pointerId) || this.#fingers.size > 0) return;
    const swiped = this.#swiped;
    this.#swiped = 0;
    this.#put(this.#at);
    if (event.type === "pointercancel") return;
    if (Math.abs(swiped) >= SWIPE) this.#ports.onSwipe(swiped < 0 ? 1 : -1);
    else if (this.#travelled < TAP_NEAR) this.#onTap(event);
  };

  #onTap(event: PointerEvent): void {
    const { at, x, y } = this.#tap;
    const near = Math.hypot(event.clientX - x, event.clientY - y) < TAP_NEAR;
    const twice = near && event.timeStamp - at < TAP_MS;
    this.#tap = { at: twice ? 0 : event.timeStamp, x: event.clientX, y: event.clientY };
    if (!twice) return;
    if (this.#at.scale > 1) this.fit();
    else this.zoomBy(DOUBLE_TAP, this.#fromMiddle(event));
  }

  #fromMiddle({ clientX, clientY }: { clientX: number; clientY: number }): Point {
    const { left, top, width, height } = this.#stage.getBoundingClientRect();
    return { x: clientX - left - width / 2, y: clientY - top - height / 2 };
  }
}
