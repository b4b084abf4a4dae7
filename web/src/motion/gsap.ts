// The only file that uses GSAP. Animates transform and opacity only, for 120 to 240 ms, and leaves no style behind.
import { gsap } from "gsap";
import type { Movement } from "./motion";

const OUT = "power2.out";

export function play(movement: Movement, element: Element): void {
  gsap.killTweensOf(element);
  switch (movement) {
    case "message":
      gsap.from(element, { y: 10, opacity: 0, duration: 0.24, ease: OUT, clearProps: "all" });
      break;
    case "own":
      gsap.from(element, { y: 14, scale: 0.985, opacity: 0.2, duration: 0.18, ease: OUT, clearProps: "all" });
      break;
    case "pop":
      gsap.from(element, { scale: 0.7, duration: 0.24, ease: "back.out(2.2)", clearProps: "all" });
      break;
    case "pill":
      gsap.from(element, { y: 16, opacity: 0, duration: 0.18, ease: OUT, clearProps: "all" });
      break;
    case "mark":
      for (const [side, x] of [
        ["left", -5],
        ["right", 5],
      ] as const) {
        const river = element.querySelector(`[data-river="${side}"]`);
        if (river !== null)
          gsap.from(river, { x, y: -5, opacity: 0, duration: 0.7, ease: "power3.out", clearProps: "all" });
      }
      break;
  }
}
