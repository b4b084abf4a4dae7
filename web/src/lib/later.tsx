// Views that load by themselves when somebody asks for them.
import { type ComponentType, useEffect, useState } from "react";
import { addWords } from "@/i18n/i18n";
import { useTranslation } from "@/i18n/useTranslation";

/** Tells the person that a view could not be loaded. */
let tell: (text: string) => void = () => {};

export function onViewMissing(how: typeof tell): void {
  tell = how;
}

/**
 * A view that opens when somebody asks for it; its words are among those of "more". Where it cannot be loaded (the server is
 * away, and no service worker keeps it) a notice says so, what is there stays, and asking again tries again. A lazy component
 * of React would remember the failure and take the whole page along.
 */
export function later<Props extends object>(load: () => Promise<ComponentType<Props>>) {
  let loaded: ComponentType<Props> | null = null;
  const bring = async () => {
    const [view] = await Promise.all([load(), addWords("more")]);
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
