// Note below the text in slow mode: how often the user can send, or how long they still have to wait. A screen reader is told
// when the wait refuses a message and when it is over, not of each second.
import { useState } from "react";
import { useTranslation } from "@/i18n/useTranslation";
import type { SlowMode } from "./useSlowMode";

interface SlowNoteProps {
  /** Element id of the note, for `aria-describedby`. */
  id: string;
  slow: SlowMode;
  /** How often the wait has refused a message. */
  refusals: number;
}

export function SlowNote({ id, slow: { pause, left }, refusals }: SlowNoteProps) {
  const { t } = useTranslation();
  const waits = left > 0;
  const note = waits
    ? t("composer.slow_left", { time: clock(left) })
    : t("composer.slow", { time: clock(pause) });
  const [told, setTold] = useState({ waits, refusals, text: "" });
  if (told.refusals !== refusals) setTold({ waits, refusals, text: waits ? note : "" });
  else if (told.waits !== waits) setTold({ waits, refusals, text: waits ? "" : t("composer.slow_over") });
  return (
    <>
      <p id={id} className="px-1 pt-1 text-xs text-text-3 tabular-nums">
        {note}
      </p>
      <p role="status" className="sr-only">
        {told.text}
      </p>
    </>
  );
}

/** "0:09", "12:00". */
const clock = (seconds: number): string =>
  `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
