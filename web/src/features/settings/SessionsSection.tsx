// The user's sessions, and signing them out.
import { useMutation, useQuery } from "@tanstack/react-query";
import { Monitor, Smartphone, SquareTerminal } from "lucide-react";
import { useTranslation } from "@/i18n/useTranslation";
import { longDate, relative } from "@/lib/format";
import { listSessions, revokeSession } from "@/net/api/me";
import type { SessionInfo } from "@/net/protocol.gen";
import { notify } from "@/state/shell/notices";
import { keys, queries } from "@/state/requests/queries";
import { useProblem } from "@/state/requests/useProblem";
import { Button } from "@/ui/controls/Button";
import { Spinner } from "@/ui/pictures/Spinner";
import { deviceOf } from "./device";

export function SessionsSection() {
  const { t } = useTranslation();
  const problem = useProblem();
  const sessions = useQuery(
    { queryKey: keys.sessions(), queryFn: () => listSessions(), staleTime: 0 },
    queries,
  );
  return (
    <>
      <p className="text-text-2">{t("settings.sessions_lead")}</p>
      {sessions.isPending ? (
        <div className="grid h-30 place-items-center text-text-3">
          <Spinner />
        </div>
      ) : sessions.isError ? (
        <div className="mt-5">
          <p className="text-danger">{problem(sessions.error)}</p>
          <Button className="mt-3" onClick={() => void sessions.refetch()}>
            {t("common.retry")}
          </Button>
        </div>
      ) : (
        <ul className="mt-4 divide-y divide-line">
          {sessions.data.sessions.map((session) => (
            <li key={session.id}>
              <SessionRow session={session} />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function SessionRow({ session }: { session: SessionInfo }) {
  const { t, i18n } = useTranslation();
  const problem = useProblem();
  const end = useMutation(
    {
      mutationFn: () => revokeSession(session.id),
      onSuccess: async () => {
        await queries.invalidateQueries({ queryKey: keys.sessions() });
        notify({ text: t("settings.session_ended"), tone: "plain" });
      },
      onError: (error) => notify({ text: problem(error), tone: "danger" }),
    },
    queries,
  );
  const { browser, system, mobile } = deviceOf(session.user_agent);
  const name =
    browser === null
      ? session.user_agent.slice(0, 60) || t("settings.device_unknown")
      : system === null
        ? browser
        : t("settings.device", { browser, system });
  const Icon = browser === null ? SquareTerminal : mobile ? Smartphone : Monitor;
  return (
    <div className="flex items-center gap-4 py-3.5">
      <span className="grid size-10 shrink-0 place-items-center rounded-md bg-surface-2 text-text-2">
        <Icon size={20} aria-hidden="true" />
      </span>
      <div className="min-w-0 grow">
        <p className="flex flex-wrap items-center gap-x-2 font-medium">
          <span className="truncate">{name}</span>
          {session.current && (
            <span className="rounded-sm bg-accent-soft px-1.5 py-0.5 text-xs font-medium text-accent">
              {t("settings.session_current")}
            </span>
          )}
        </p>
        <p className="text-xs text-text-3">
          {[
            t("settings.session_used", { when: relative(i18n.language, session.last_used_at) }),
            t("settings.session_since", { date: longDate(i18n.language, session.created_at) }),
          ].join(" · ")}
        </p>
      </div>
      {!session.current && (
        <Button
          busy={end.isPending}
          aria-label={t("settings.session_end_named", { name })}
          onClick={() => end.mutate()}
        >
          {t("settings.session_end")}
        </Button>
      )}
    </div>
  );
}
