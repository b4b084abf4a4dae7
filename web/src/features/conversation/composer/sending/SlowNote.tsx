// Note below the text in slow mode: how often the user can send, or how long they still have to wait.
import { useTranslation } from "@/i18n/useTranslation";
import type { SlowMode } from "./useSlowMode";

export function SlowNote({ slow: { pause, left } }: { slow: SlowMode }) {
  const { t } = useTranslation();
  if (pause === 0) return null;
  return (
    <p className="px-1 pt-1 text-xs text-text-3 tabular-nums">
      {left > 0 ? t("composer.slow_left", { time: clock(left) }) : t("composer.slow", { time: clock(pause) })}
    </p>
  );
}

/** "0:09", "12:00". */
const clock = (seconds: number): string =>
  `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
