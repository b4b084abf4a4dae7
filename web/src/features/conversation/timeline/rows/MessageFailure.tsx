// Why the user's message could not be sent, with buttons to retry or delete it.
import { CircleAlert } from "lucide-react";
import { useTranslation } from "@/i18n/useTranslation";
import type { Entry } from "@/state/timeline/types";
import { useTimelineContext } from "../context";

export function MessageFailure({ entry }: { entry: Entry }) {
  const { actions } = useTimelineContext();
  const { t } = useTranslation();
  const why = () => {
    switch (entry.failure?.code) {
      case "posting_restricted":
        return t("timeline.failed_posting");
      case "archived":
        return t("timeline.failed_archived");
      case "slow_mode":
        return t("timeline.failed_slow");
      case "room_not_found":
      case "not_a_member":
        return t("timeline.failed_room");
      case "file_lost":
        return t("timeline.failed_file");
      case "rate_limited":
        return t("timeline.failed_rate");
      case "too_large":
      case "validation_failed":
        return t("timeline.failed_invalid");
      default:
        return t("timeline.failed_other");
    }
  };
  const button = "min-h-8 rounded-md px-2 font-medium hover:bg-danger-soft pointer-coarse:min-h-11";
  return (
    <div className="mt-0.5 flex flex-wrap items-center gap-x-1 text-sm text-danger">
      <CircleAlert size={15} aria-hidden="true" className="me-0.5 shrink-0" />
      <span className="me-1">{why()}</span>
      <button type="button" className={button} onClick={() => actions.retry(entry.id)}>
        {t("timeline.retry")}
      </button>
      <button type="button" className={button} onClick={() => actions.discard(entry.id)}>
        {t("timeline.discard")}
      </button>
    </div>
  );
}
