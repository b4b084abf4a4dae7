// iOS lays its keyboard over the page instead of shrinking it; --kb is the covered height in pixels.
import { useEffect } from "react";

export function useKeyboardInset(): void {
  useEffect(() => {
    const view = window.visualViewport;
    if (view === null) return;
    let frame = 0;
    const measure = () => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => {
        const covered = Math.max(0, Math.round(innerHeight - view.height - view.offsetTop));
        document.documentElement.style.setProperty("--kb", `${covered}px`);
      });
    };
    view.addEventListener("resize", measure);
    view.addEventListener("scroll", measure);
    return () => {
      cancelAnimationFrame(frame);
      view.removeEventListener("resize", measure);
      view.removeEventListener("scroll", measure);
    };
  }, []);
}
