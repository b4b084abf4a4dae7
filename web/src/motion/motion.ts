// Animations, named by their meaning. The library loads as its own chunk once the browser is idle; until then, and with reduced
// motion, nothing is animated. Pass an inner wrapper: animations write transform and opacity, and a row's own box must never
// move.
import type * as Movements from "./gsap";

export type Movement =
  /** Another person's message arrives at the newest end. */
  | "message"
  /** The user's own message is sent. */
  | "own"
  /** A reaction is added. */
  | "pop"
  /** The pill that counts new messages appears. */
  | "pill"
  /** The product's mark is drawn: two rivers meet. */
  | "mark";

let library: typeof Movements | null = null;
let asked = false;

/** Loads the library when the browser is idle. */
export function prepareMotion(): void {
  if (asked || still()) return;
  asked = true;
  const load = async () => {
    library = await import("./gsap").catch(() => null);
  };
  // Safari has no idle callback; a second is enough there.
  if ("requestIdleCallback" in window) requestIdleCallback(() => void load(), { timeout: 4_000 });
  else setTimeout(() => void load(), 1_000);
}

/** Loads the library on the first pointer or key event, because a page that is only being read does not need it. */
export function prepareMotionOnUse(): void {
  const signs = ["pointerdown", "pointermove", "keydown"] as const;
  const used = () => {
    for (const sign of signs) removeEventListener(sign, used);
    prepareMotion();
  };
  for (const sign of signs) addEventListener(sign, used, { passive: true });
}

/** Animates an element. Does nothing with reduced motion or before the library has loaded. */
export function move(movement: Movement, element: Element | null): void {
  if (element !== null && library !== null && !still()) library.play(movement, element);
}

/** Whether motion is reduced, by the user's choice here or by the system's setting. */
export const still = (): boolean =>
  document.documentElement.dataset["motion"] === "reduced" ||
  matchMedia("(prefers-reduced-motion: reduce)").matches;
