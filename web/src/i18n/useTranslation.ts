// Translations for components: i18next with the few lines of React that it needs here (its own binding adds 2 kB).
// Components re-render when the language changes or a part of its words has loaded.
import i18next, { type i18n, type TFunction } from "i18next";
import { useSyncExternalStore } from "react";

interface Translation {
  t: TFunction;
  i18n: i18n;
}

const listeners = new Set<() => void>();
let current: Translation | undefined;

/** Called once, after i18next has started. */
export function followLanguage(): void {
  const renew = () => {
    current = undefined;
    for (const listener of listeners) listener();
  };
  i18next.on("languageChanged", renew);
  i18next.store.on("added", renew);
}

export const useTranslation = (): Translation => useSyncExternalStore(subscribe, snapshot);

function subscribe(changed: () => void): () => void {
  listeners.add(changed);
  return () => listeners.delete(changed);
}

/** A new object, with a new `t`, whenever translations may have changed, so that everything memoised on it renders again. */
function snapshot(): Translation {
  current ??= { t: i18next.getFixedT(i18next.language), i18n: i18next };
  return current;
}
