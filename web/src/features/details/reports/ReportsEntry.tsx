// The way to the reports in the detail pane, with the number of open ones, for moderators.
import { useQuery } from "@tanstack/react-query";
import { ChevronRight, Flag } from "lucide-react";
import type { Ref } from "react";
import { useTranslation } from "@/i18n/useTranslation";
import { listReports } from "@/net/api/moderation";
import { keys, queries } from "@/state/requests/queries";
import "@/state/rooms/moderating";

interface ReportsEntryProps {
  roomId: string;
  className: string;
  onOpen: () => void;
  ref: Ref<HTMLButtonElement>;
}

export function ReportsEntry({ roomId, className, onOpen, ref }: ReportsEntryProps) {
  const { t } = useTranslation();
  const { data } = useQuery(
    {
      queryKey: keys.reports(roomId, "count"),
      queryFn: ({ signal }) => listReports(roomId, { state: "open", limit: 1 }, signal),
      staleTime: 0,
    },
    queries,
  );
  const open = data?.open ?? 0;
  return (
    <button ref={ref} type="button" onClick={onOpen} className={className}>
      <Flag size={18} aria-hidden="true" className="text-text-3" />
      <span className="grow text-start">{t("reports.list")}</span>
      {open > 0 && (
        <span className="rounded-full bg-danger-soft px-2 text-xs font-semibold text-danger tabular-nums">
          <span aria-hidden="true">{open > 99 ? "99+" : open}</span>
          <span className="sr-only">{t("reports.open", { count: open })}</span>
        </span>
      )}
      <ChevronRight size={17} aria-hidden="true" className="text-text-3 rtl:-scale-x-100" />
    </button>
  );
}
