// Views that load on demand.
import { type ComponentType, useEffect, useState } from "react";
import { addWords, type Part } from "@/i18n/i18n";
import { useTranslation } from "@/i18n/useTranslation";

/** Notifies the user that a view could not be loaded. */
let tell: (text: string) => void = () => {};

export function onViewMissing(how: typeof tell): void {
  tell = how;
}

/**
 * A view that loads when it is first opened, with the words of "more" and of `words`. If it cannot be loaded (the server is down, and no
 * service worker has it cached), a notice says so, the page stays as it is, and opening it again tries again. React's `lazy`
 * would cache the failure and unmount the whole page.
 */
export function later<Props extends object>(load: () => Promise<ComponentType<Props>>, words: Part = "more") {
  let loaded: ComponentType<Props> | null = null;
  const bring = async () => {
    const [view] = await Promise.all([load(), addWords("more"), addWords(words)]);
    loaded = view;
    return view;
  };
  return function Later(props: Props) {
    const { t } = useTranslation();
    const [View, setView] = useState(() => loaded);
    const close = "onClose" in props ? props.onClose : undefined;
    useEffect(() => {
      if (View !== null) return;
      let gone = false;
      const show = async () => {
        try {
          const view = await bring();
          if (!gone) setView(() => view);
        } catch {
          if (gone) return;
          tell(t("errors.part"));
          if (typeof close === "function") close();
        }
      };
      void show();
      return () => {
        gone = true;
      };
    }, [View, close, t]);
    return View === null ? null : <View {...props} />;
  };
}
