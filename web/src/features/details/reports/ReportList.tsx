// The reports in a room that nobody has dealt with, for its moderators: what was reported, by whom, why, and what to do about it.
import { useInfiniteQuery } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { Link } from "wouter";
import { useTranslation } from "@/i18n/useTranslation";
import { dateAndTime } from "@/lib/format";
import { paths } from "@/lib/paths";
import { closeReport, listReports } from "@/net/api/moderation";
import { getMessage } from "@/net/api/messages";
import type { Report, ReportOutcome, Room } from "@/net/protocol.gen";
import { keys, queries } from "@/state/requests/queries";
import "@/state/rooms/moderating";
import { useProblem } from "@/state/requests/useProblem";
import { mayActOn } from "@/state/rooms/memberActs";
import { useMe } from "@/state/session/whoami";
import { openDialog } from "@/state/shell/dialogs";
import { notify } from "@/state/shell/notices";
import { EmptyState } from "@/ui/blocks/EmptyState";
import { Button } from "@/ui/controls/Button";
import { Avatar } from "@/ui/pictures/Avatar";
import { Spinner } from "@/ui/pictures/Spinner";
import { useRoleOf } from "../members/useMembers";

export function ReportList({ room }: { room: Room }) {
  const { t } = useTranslation();
  const problem = useProblem();
  const pages = useInfiniteQuery(
    {
      queryKey: keys.reports(room.id, "open"),
      queryFn: ({ pageParam, signal }) =>
        listReports(room.id, { state: "open", ...(pageParam !== null && { cursor: pageParam }) }, signal),
      initialPageParam: null as string | null,
      getNextPageParam: (page) => page.next_cursor,
      staleTime: 0,
    },
    queries,
  );
  const list = useRef<HTMLElement>(null);
  const reports = pages.data?.pages.flatMap((page) => page.reports) ?? [];
  return (
    <section
      ref={list}
      aria-label={t("reports.list")}
      tabIndex={-1}
      className="min-h-0 flex-1 overflow-y-auto overscroll-contain p-3 pb-[max(0.75rem,env(safe-area-inset-bottom))] outline-none"
    >
      {pages.isPending ? (
        <div className="grid h-40 place-items-center text-text-3">
          <Spinner size={24} />
        </div>
      ) : pages.isError && reports.length === 0 ? (
        <EmptyState
          title={problem(pages.error)}
          actions={<Button onClick={() => void pages.refetch()}>{t("common.retry")}</Button>}
        />
      ) : reports.length === 0 ? (
        <EmptyState title={t("reports.none")}>{t("reports.none_text")}</EmptyState>
      ) : (
        <ul className="divide-y divide-line">
          {reports.map((report) => (
            <ReportRow key={report.id} room={room} report={report} onClosed={() => list.current?.focus()} />
          ))}
        </ul>
      )}
      {pages.hasNextPage && (
        <Button
          tone="ghost"
          className="mt-1 w-full"
          busy={pages.isFetchingNextPage}
          onClick={() => void pages.fetchNextPage()}
        >
          {t("common.more")}
        </Button>
      )}
    </section>
  );
}

interface ReportRowProps {
  room: Room;
  report: Report;
  /** Called when the report is dealt with, which takes the row away. */
  onClosed: () => void;
}

function ReportRow({ room, report, onClosed }: ReportRowProps) {
  const { t, i18n } = useTranslation();
  const problem = useProblem();
  const me = useMe()?.id;
  const role = useRoleOf(room.id, report.author.id);
  const [busy, setBusy] = useState(false);
  const { author, reporter } = report;
  const name = author.display_name;
  const attempt = async (act: () => Promise<void>) => {
    setBusy(true);
    try {
      await act();
    } catch (error) {
      notify({ text: problem(error), tone: "danger" });
    }
    setBusy(false);
  };
  const close = (state: ReportOutcome) =>
    attempt(async () => {
      await closeReport(room.id, report.id, state);
      onClosed();
      await queries.invalidateQueries({ queryKey: ["reports", room.id] });
    });
  const onDelete = () =>
    attempt(async () => {
      const message = await getMessage(room.id, report.message_id);
      openDialog({ name: "delete_message", message });
    });
  const member = { user: author, role: role ?? "member" } as const;
  return (
    <li data-report={report.id} className="grid gap-2 px-2.5 py-3 text-sm">
      <div className="flex items-start gap-3">
        <Avatar id={author.id} name={name} url={author.avatar_url} size={32} card />
        <div className="min-w-0 grow">
          <p className="truncate font-medium">
            <bdi>{name}</bdi> <span className="font-normal text-text-3">{`@${author.username}`}</span>
          </p>
          <Link
            href={paths.message(room.id, report.message_id)}
            dir="auto"
            className="block rounded-sm text-text-2 break-words hover:underline"
          >
            {report.deleted ? t("reports.gone") : report.excerpt || t("reports.file")}
          </Link>
        </div>
      </div>
      <p dir="auto" className="break-words">
        {t("members.because", { reason: report.reason })}
      </p>
      <p className="text-xs text-text-3">
        {t("reports.by", {
          name: reporter.display_name,
          when: dateAndTime(i18n.language, report.created_at),
        })}
      </p>
      <div className="flex flex-wrap gap-2">
        <Button busy={busy} onClick={() => void close("done")}>
          {t("reports.done")}
        </Button>
        <Button busy={busy} tone="ghost" onClick={() => void close("dismissed")}>
          {t("reports.dismiss")}
        </Button>
        {!report.deleted && author.id !== me && (
          <Button busy={busy} tone="ghost" onClick={() => void onDelete()}>
            {t("reports.delete_ask")}
          </Button>
        )}
        {author.id !== me && role !== undefined && mayActOn(room, role) && (
          <Button
            tone="ghost"
            onClick={() => openDialog({ name: "member_act", roomId: room.id, member, act: "ban" })}
          >
            {t("members.act_ban")}
          </Button>
        )}
      </div>
    </li>
  );
}
