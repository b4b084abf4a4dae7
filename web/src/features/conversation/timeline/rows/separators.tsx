// Rows between or instead of messages: the beginning of the room, a new day, the unread divider, a hole being filled, a row that
// failed.
import { useEffect } from "react";
import { useRoom } from "@/state/rooms/rooms";
import { useTranslation } from "@/i18n/useTranslation";
import { Spinner } from "@/ui/pictures/Spinner";
import { useTimelineContext } from "../context";
import { dayLabel } from "./dates";
import { dayOf } from "./rows";

export function useDayLabel(): (at: string) => string {
  const { t, i18n } = useTranslation();
  return (at) =>
    dayLabel(i18n.language, at, { today: t("timeline.today"), yesterday: t("timeline.yesterday") });
}

export function DaySeparator({ at }: { at: string }) {
  const label = useDayLabel();
  return (
    <div className="day-separator" data-day={dayOf(at)}>
      <time dateTime={at.slice(0, 10)}>{label(at)}</time>
    </div>
  );
}

export function UnreadDivider() {
  const { t } = useTranslation();
  return (
    <div role="separator" aria-label={t("timeline.unread")} className="unread-divider">
      <span aria-hidden="true">{t("timeline.unread")}</span>
    </div>
  );
}

export function RoomBeginning() {
  const { t } = useTranslation();
  const { roomName, timeline } = useTimelineContext();
  const direct = useRoom(timeline.id)?.kind === "direct";
  return (
    <p className="px-5 pt-8 pb-2 text-center text-sm text-text-3">
      {t(direct ? "timeline.beginning_direct" : "timeline.beginning", { room: roomName })}
    </p>
  );
}

export function HoleRow({ id, count }: { id: string; count: number }) {
  const { t } = useTranslation();
  return (
    <div data-row={id} className="flex items-center justify-center gap-2 py-3 text-sm text-text-3">
      <Spinner size={14} />
      <span>{t("timeline.hole", { count })}</span>
    </div>
  );
}

export function FailedRow({ id, onAgain }: { id: string; onAgain: () => void }) {
  const { t } = useTranslation();
  const { timeline } = useTimelineContext();
  // An edited message may render again.
  useEffect(() => timeline.subscribeEntry(id, onAgain), [timeline, id, onAgain]);
  return (
    <div data-row={id} className="flex items-center gap-3 px-4 py-1 text-sm text-text-3">
      <span>{t("timeline.row_failed")}</span>
      <button type="button" onClick={onAgain} className="link min-h-8">
        {t("errors.again")}
      </button>
    </div>
  );
}
