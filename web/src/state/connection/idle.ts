// Tells the server when nobody uses this tab any more, and when somebody does again. Another tab of the same person may be in
// use meanwhile: the server takes the liveliest.
import { onFrame, sendFrame } from "./connection";

/** Without input for so long somebody counts as idle. */
export const IDLE_AFTER_MS = 5 * 60_000;

const INPUT = ["pointerdown", "pointermove", "keydown", "wheel", "touchstart"] as const;

/** Starts watching. Returns how to end it. */
export function watchIdle(): () => void {
  let idle = false;
  let usedAt = Date.now();
  let timer: ReturnType<typeof setTimeout>;
  const tell = () => sendFrame({ type: "presence", status: idle ? "idle" : "active" });
  // One timer, set anew when it ends and not with every movement of the pointer.
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
