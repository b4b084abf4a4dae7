// Translations for components, which re-render when the language changes or a part of its words has loaded.
import type { TFunction } from "i18next";
import { useSyncExternalStore } from "react";
import { language, onTranslations, t } from "./translate";

interface Translation {
  t: TFunction;
  i18n: { language: string };
}

let current: Translation | undefined;

onTranslations(() => {
  current = undefined;
});

export const useTranslation = (): Translation => useSyncExternalStore(onTranslations, snapshot);

/** A new object, with a new `t`, whenever translations may have changed, so that everything memoised on it renders again. */
function snapshot(): Translation {
  current ??= { t: t.bind(null) as TFunction, i18n: { language: language() } };
  return current;
}
