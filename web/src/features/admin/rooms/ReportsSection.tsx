// Messages that members have reported and no moderator has dealt with, in all rooms. Of private rooms only the room is shown.
import { useTranslation } from "@/i18n/useTranslation";
import { dateAndTime } from "@/lib/format";
import { listOpenReports } from "@/net/api/admin/rooms";
import type { OpenReport } from "@/net/protocol.gen";
import { EmptyState } from "@/ui/blocks/EmptyState";
import { Facts } from "../parts/Facts";
import { Listing } from "../parts/Listing";
import { usePages } from "../parts/usePages";

export function ReportsSection() {
  const { t } = useTranslation();
  const pages = usePages(["reports"], listOpenReports);
  return (
    <Listing
      label={t("admin.reports")}
      pages={pages}
      empty={<EmptyState title={t("admin.reports_none")}>{t("admin.reports_none_text")}</EmptyState>}
    >
      {(report) => <ReportItem key={report.id} report={report} />}
    </Listing>
  );
}

function ReportItem({ report }: { report: OpenReport }) {
  const { t, i18n } = useTranslation();
  const { author, excerpt, reason } = report;
  return (
    <li className="@container py-3">
      <p className="flex flex-wrap items-baseline justify-between gap-x-4">
        <bdi className="font-medium break-words">{report.room_name}</bdi>
        <time dateTime={report.created_at} className="text-xs text-text-3 tabular-nums">
          {dateAndTime(i18n.language, report.created_at)}
        </time>
      </p>
      {author === null ? (
        <p className="mt-1 text-sm text-text-2">{t("admin.report_private")}</p>
      ) : (
        <Facts
          facts={[
            { label: t("admin.report_author"), value: <bdi>{author.display_name}</bdi> },
            {
              label: t("admin.report_message"),
              value: excerpt === "" ? t("admin.report_no_text") : <bdi>{excerpt}</bdi>,
            },
            { label: t("admin.report_reason"), value: <bdi>{reason}</bdi> },
          ]}
        />
      )}
    </li>
  );
}
