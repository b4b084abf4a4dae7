// Media queries as React state. CSS does the layout; this is for elements that must not be mounted or focusable.
import { useSyncExternalStore } from "react";

export const screens = {
  phone: "(max-width: 599.98px)",
  rail: "(min-width: 600px) and (max-width: 899.98px)",
  wide: "(min-width: 1200px)",
  touch: "(hover: none)",
} as const;

export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (changed) => {
      const list = matchMedia(query);
      list.addEventListener("change", changed);
      return () => list.removeEventListener("change", changed);
    },
    () => matchMedia(query).matches,
  );
}
