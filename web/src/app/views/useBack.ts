// Back inside the application. If the previous history entry is `to`, goes back, so that history does not grow by going back and
// forth. Otherwise, as after a link from outside, replaces the current entry by `to`.
import { useLocation } from "wouter";

interface NavigationLike {
  currentEntry: { index: number } | null;
  entries(): { url: string | null }[];
}

export function useBack(to: string): () => void {
  const [, navigate] = useLocation();
  return () => {
    if (previousPath() === to) history.back();
    else navigate(to, { replace: true });
  };
}

function previousPath(): string | null {
  const { navigation } = globalThis as { navigation?: NavigationLike };
  const index = navigation?.currentEntry?.index ?? 0;
  const url = index > 0 ? navigation?.entries()[index - 1]?.url : null;
  return url == null ? null : new URL(url).pathname;
}
