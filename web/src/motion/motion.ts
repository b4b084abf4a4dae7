// Movement: what moves, named by what it means. The library behind it comes in its own chunk once the browser is idle; until
// then, and for people who want stillness, nothing moves and everything is simply there. Give it an inner wrapper: it writes
// transform and opacity, and neither a row's box nor its height may ever move.
import type * as Movements from "./gsap";

export type Movement =
  /** A message of somebody else arrives at the live edge. */
  | "message"
  /** My own message, as it is sent. */
  | "own"
  /** A reaction is set. */
  | "pop"
  /** The pill that counts what is new. */
  | "pill"
  /** Our mark: two rivers come together. */
  | "mark";

let library: typeof Movements | null = null;
let asked = false;

/** Fetches the library when the browser has nothing better to do. */
export function prepareMotion(): void {
  if (asked || still()) return;
  asked = true;
  const load = async () => {
    library = await import("./gsap").catch(() => null);
  };
  // Safari has no idle callback; a second after the start is idle enough.
  if ("requestIdleCallback" in window) requestIdleCallback(() => void load(), { timeout: 4_000 });
  else setTimeout(() => void load(), 1_000);
}

/** The same, from the moment somebody points, touches or types: a page that is only read, or only open, needs no library. */
export function prepareMotionOnUse(): void {
  const signs = ["pointerdown", "pointermove", "keydown"] as const;
  const used = () => {
    for (const sign of signs) removeEventListener(sign, used);
    prepareMotion();
  };
  for (const sign of signs) addEventListener(sign, used, { passive: true });
}

/** Moves an element. Does nothing for people who want stillness, and until the library is there. */
export function move(movement: Movement, element: Element | null): void {
  if (element !== null && library !== null && !still()) library.play(movement, element);
}

/** Whether nothing should move: the person's choice here, else the system's. */
export const still = (): boolean =>
  document.documentElement.dataset["motion"] === "reduced" ||
  matchMedia("(prefers-reduced-motion: reduce)").matches;
