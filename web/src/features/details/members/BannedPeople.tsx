// The people banned from a room, for its moderators: who, by whom, why, until when, and lifting it.
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { useTranslation } from "@/i18n/useTranslation";
import { dateAndTime, longDate } from "@/lib/format";
import { listBans } from "@/net/api/rooms";
import { getProfile } from "@/net/api/users";
import type { Ban, Room } from "@/net/protocol.gen";
import { labelOf, useNames } from "@/state/people/names";
import { keys, queries } from "@/state/requests/queries";
import { useProblem } from "@/state/requests/useProblem";
import { notify } from "@/state/shell/notices";
import { EmptyState } from "@/ui/blocks/EmptyState";
import { Button } from "@/ui/controls/Button";
import { Avatar } from "@/ui/pictures/Avatar";
import { Spinner } from "@/ui/pictures/Spinner";
import { lift, useActProblem } from "./acting";

export function BannedPeople({ room }: { room: Room }) {
  const { t } = useTranslation();
  const problem = useProblem();
  const pages = useInfiniteQuery(
    {
      queryKey: keys.bans(room.id),
      queryFn: ({ pageParam, signal }) => listBans(room.id, pageParam, signal),
      initialPageParam: null as string | null,
      getNextPageParam: (page) => page.next_cursor,
      staleTime: 0,
    },
    queries,
  );
  const list = useRef<HTMLElement>(null);
  const bans = pages.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <section
      ref={list}
      aria-label={t("members.bans")}
      tabIndex={-1}
      className="min-h-0 flex-1 overflow-y-auto overscroll-contain p-3 pb-[max(0.75rem,env(safe-area-inset-bottom))] outline-none"
    >
      {pages.isPending ? (
        <div className="grid h-40 place-items-center text-text-3">
          <Spinner size={24} />
        </div>
      ) : pages.isError && bans.length === 0 ? (
        <EmptyState
          title={problem(pages.error)}
          actions={<Button onClick={() => void pages.refetch()}>{t("common.retry")}</Button>}
        />
      ) : bans.length === 0 ? (
        <EmptyState title={t("members.bans_none")}>{t("members.bans_none_text")}</EmptyState>
      ) : (
        <ul className="divide-y divide-line">
          {bans.map((ban) => (
            <BanRow key={ban.user.id} room={room} ban={ban} onLifted={() => list.current?.focus()} />
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

interface BanRowProps {
  room: Room;
  ban: Ban;
  /** Called when the ban is lifted, which takes the row away. */
  onLifted: () => void;
}

function BanRow({ room, ban, onLifted }: BanRowProps) {
  const { t, i18n } = useTranslation();
  const problem = useActProblem();
  const by = useNameOf(ban.created_by);
  const [busy, setBusy] = useState(false);
  const { user } = ban;
  const name = user.display_name;
  const onLift = async () => {
    setBusy(true);
    try {
      await lift(room.id, user.id);
      onLifted();
      notify({ text: t("members.lifted", { name }), tone: "success" });
    } catch (error) {
      notify({ text: problem(error, name), tone: "danger" });
      setBusy(false);
    }
  };
  const date = longDate(i18n.language, ban.created_at);
  return (
    <li className="flex items-start gap-3 px-2.5 py-3">
      <Avatar id={user.id} name={name} url={user.avatar_url} size={32} />
      <div className="min-w-0 grow text-sm">
        <p className="truncate font-medium">
          <bdi>{name}</bdi> <span className="font-normal text-text-3">{`@${user.username}`}</span>
        </p>
        <p className="text-text-2">
          {ban.until === null
            ? t("members.until_lifted")
            : t("members.until", { when: dateAndTime(i18n.language, ban.until) })}
        </p>
        {ban.reason !== "" && (
          <p dir="auto" className="text-text-2 break-words">
            {t("members.because", { reason: ban.reason })}
          </p>
        )}
        <p className="text-xs text-text-3">
          {by === null ? t("members.banned_on", { date }) : t("members.banned_by", { name: by, date })}
        </p>
      </div>
      <Button busy={busy} aria-label={t("members.lift_of", { name })} onClick={() => void onLift()}>
        {t("members.lift")}
      </Button>
    </li>
  );
}

/** The name of a moderator, who may have left the room since; null until it is known. */
function useNameOf(userId: string): string | null {
  const known = useNames(() => labelOf(userId));
  const asked = useQuery(
    {
      queryKey: keys.person(userId),
      queryFn: ({ signal }) => getProfile(userId, signal),
      enabled: known === null,
    },
    queries,
  );
  return known ?? asked.data?.display_name ?? null;
}
