// Tells the server when this tab becomes idle or active. Another tab of the same person may be in use meanwhile: the server
// takes the most active one.
import { onFrame, sendFrame } from "./connection";

/** Time without input after which the tab is idle. */
export const IDLE_AFTER_MS = 5 * 60_000;

const INPUT = ["pointerdown", "pointermove", "keydown", "wheel", "touchstart"] as const;

/** Starts watching. Returns a function that stops it. */
export function watchIdle(): () => void {
  let idle = false;
  let usedAt = Date.now();
  let timer: ReturnType<typeof setTimeout>;
  const tell = () => sendFrame({ type: "presence", status: idle ? "idle" : "active" });
  // The timer is renewed when it fires, not on every pointer movement.
  const wait = () => {
    timer = setTimeout(
      () => {
        idle = Date.now() - usedAt >= IDLE_AFTER_MS;
        if (idle) tell();
        else wait();
      },
      Math.max(0, usedAt + IDLE_AFTER_MS - Date.now()),
    );
  };
  const used = () => {
    usedAt = Date.now();
    if (!idle) return;
    idle = false;
    tell();
    wait();
  };
  const visibility = () => {
    if (document.visibilityState === "visible") used();
  };
  // A new connection counts as active.
  const stopFrames = onFrame((frame) => {
    if (frame.type === "ready" && idle) tell();
  });
  const options = { capture: true, passive: true } as const;
  for (const name of INPUT) addEventListener(name, used, options);
  document.addEventListener("visibilitychange", visibility);
  wait();
  return () => {
    clearTimeout(timer);
    stopFrames();
    for (const name of INPUT) removeEventListener(name, used, options);
    document.removeEventListener("visibilitychange", visibility);
  };
}
