// Fingers on a row: holding still opens its actions, swiping towards the start replies. Both have twins in the row's menu. It
// refuses what begins in a dialog or a menu that the row opened, or on a control that is dragged itself; what scrolls sideways
// (a wide table, code) is scrolled, not swiped. It takes 0.9 kB gzipped; `useDrag` of `@use-gesture/react` (10.3.1) takes 6.8 kB
// and leaves these refusals to us.
import { type RefObject, type TouchEvent, useEffect, useRef } from "react";

const HOLD_MS = 450;
/** Movement that still counts as holding still. */
const STILL_PX = 10;
const SWIPE_PX = 56;
const SWIPE_MAX_PX = 88;
/** Elements inside the row that handle their own touches. */
const OWN_TOUCH = 'dialog, [role="dialog"], [role="menu"], [popover], input, textarea';

interface Gesture {
  x: number;
  y: number;
  timer: ReturnType<typeof setTimeout> | undefined;
  /** Whether the finger is on content that scrolls sideways. */
  scrolls: boolean;
  swiping: boolean;
  distance: number;
}

interface Handlers {
  onHold: () => void;
  onSwipe: () => void;
}

/** Touch handlers for the row; `inner` is the element that a swipe moves. */
export function useRowGestures(inner: RefObject<HTMLElement | null>, { onHold, onSwipe }: Handlers) {
  const gesture = useRef<Gesture | null>(null);
  const held = useRef(false);
  const end = () => {
    clearTimeout(gesture.current?.timer);
    gesture.current = null;
    moveBy(inner.current, 0);
  };
  useEffect(() => () => clearTimeout(gesture.current?.timer), []);
  return {
    onTouchStart: (event: TouchEvent) => {
      const touch = event.touches[0];
      const target = event.target as Element;
      held.current = false;
      end();
      if (touch === undefined || event.touches.length > 1 || target.closest(OWN_TOUCH) !== null) return;
      // Names take up much of a row, and a long press means nothing else on them.
      const onControl = target.closest("a, button:not([data-person]), pre") !== null;
      const row = event.currentTarget;
      const top = row.getBoundingClientRect().top;
      endWithout(target, end);
      gesture.current = {
        x: touch.clientX,
        y: touch.clientY,
        scrolls: scrollsSideways(target, row),
        swiping: false,
        distance: 0,
        timer: onControl
          ? undefined
          : setTimeout(() => {
              end();
              // A busy page receives touch moves late, but the list's movement can be read at once.
              if (Math.abs(row.getBoundingClientRect().top - top) > STILL_PX) return;
              held.current = true;
              navigator.vibrate?.(10);
              onHold();
            }, HOLD_MS),
      };
    },
    onTouchMove: (event: TouchEvent) => {
      const touch = event.touches[0];
      const current = gesture.current;
      if (touch === undefined || current === null) return;
      const rtl = document.documentElement.dir === "rtl";
      const x = (touch.clientX - current.x) * (rtl ? -1 : 1);
      const y = Math.abs(touch.clientY - current.y);
      if (Math.abs(x) > STILL_PX || y > STILL_PX) clearTimeout(current.timer);
      if (!current.swiping && (y > STILL_PX || x > STILL_PX)) return end();
      current.swiping ||= x < -STILL_PX;
      if (current.swiping && current.scrolls) return end();
      if (!current.swiping) return;
      current.distance = Math.min(SWIPE_MAX_PX, Math.max(0, -x));
      moveBy(inner.current, (rtl ? 1 : -1) * current.distance);
    },
    onTouchEnd: (event: TouchEvent) => {
      // Suppresses the click that would follow, which would hit what the long press has opened.
      if (held.current) event.preventDefault();
      const far = (gesture.current?.distance ?? 0) >= SWIPE_PX;
      end();
      if (far) onSwipe();
    },
    onTouchCancel: end,
  };
}

/** Whether an element between the row and the touched one can scroll sideways. */
function scrollsSideways(target: Element, row: Element): boolean {
  for (let at: Element | null = target; at !== null && at !== row; at = at.parentElement) {
    if (at.scrollWidth > at.clientWidth && /auto|scroll/.test(getComputedStyle(at).overflowX)) return true;
  }
  return false;
}

/** Calls `end` for a target that is removed during the touch: its events then no longer reach the row. */
function endWithout(target: Element, end: () => void): void {
  const over = new AbortController();
  const ended = () => {
    over.abort();
    if (!target.isConnected) end();
  };
  target.addEventListener("touchend", ended, { signal: over.signal });
  target.addEventListener("touchcancel", ended, { signal: over.signal });
}

function moveBy(element: HTMLElement | null, pixels: number): void {
  if (element !== null) element.style.transform = pixels === 0 ? "" : `translateX(${pixels}px)`;
}
