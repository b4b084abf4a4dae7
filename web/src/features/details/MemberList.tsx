// The members of a room, in the server's order: owners, moderators, members.
import { useInfiniteQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { useTranslation } from "@/i18n/useTranslation";
import type { Member, Presence } from "@/net/protocol.gen";
import { listMembers } from "@/net/api/rooms";
import { learnNames } from "@/state/people/names";
import { useStatus } from "@/state/people/statuses";
import { usePresence } from "@/state/people/presence";
import { keys, queries } from "@/state/requests/queries";
import { useMe } from "@/state/session/whoami";
import { Avatar } from "@/ui/pictures/Avatar";
import { StatusMark } from "@/ui/pictures/StatusMark";
import { Button } from "@/ui/controls/Button";
import { cx } from "@/ui/cx";

export function MemberList({ roomId, count }: { roomId: string; count: number }) {
  const { t } = useTranslation();
  const pages = useInfiniteQuery(
    {
      queryKey: keys.members(roomId),
      queryFn: ({ pageParam, signal }) => listMembers(roomId, pageParam, signal),
      initialPageParam: null as string | null,
      getNextPageParam: (page) => page.next_cursor,
    },
    queries,
  );
  const members = pages.data?.pages.flatMap((page) => page.items) ?? [];
  useEffect(() => {
    learnNames(pages.data?.pages.flatMap(({ items }) => items.map(({ user }) => user)) ?? []);
  }, [pages.data]);
  return (
    <section aria-label={t("details.members")} className="border-t border-line px-3 py-4">
      <h3 className="flex items-baseline justify-between px-2.5 pb-2 text-sm font-semibold">
        <span>{t("details.members")}</span>
        <span className="font-normal text-text-3 tabular-nums">{count}</span>
      </h3>
      {pages.isError ? (
        <div className="px-2.5 text-sm text-text-2">
          <p>{t("details.members_failed")}</p>
          <Button className="mt-2" onClick={() => void pages.refetch()}>
            {t("common.retry")}
          </Button>
        </div>
      ) : (
        <ul>
          {members.map((member) => (
            <li key={member.user.id}>
              <MemberRow member={member} />
            </li>
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

function MemberRow({ member }: { member: Member }) {
  const { t } = useTranslation();
  const me = useMe();
  const { user } = member;
  const presence = usePresence((state) => state.byUser[user.id]) ?? member.presence;
  const status = useStatus(user.id);
  return (
    <div className="flex min-h-12 items-center gap-3 rounded-md px-2.5">
      <span className="relative">
        <Avatar id={user.id} name={user.display_name} url={user.avatar_url} size={32} card />
        <PresenceDot presence={presence} />
      </span>
      <span className="min-w-0 grow">
        <span className="flex gap-1 text-sm font-medium">
          <button
            type="button"
            data-person={user.id}
            aria-haspopup="dialog"
            className="-my-0.5 truncate rounded-sm py-0.5 select-text hover:underline"
          >
            <bdi>{user.display_name}</bdi>
          </button>
          {user.id === me?.id && (
            <span className="shrink-0 font-normal text-text-3">{`(${t("common.you")})`}</span>
          )}
          {status !== null && <StatusMark status={status} />}
        </span>
        <span className="block truncate text-xs text-text-3">{`@${user.username}`}</span>
      </span>
      {member.role !== "member" && (
        <span className="rounded-sm bg-surface-2 px-1.5 py-0.5 text-xs font-medium text-text-2">
          {t(`details.role_${member.role}`)}
        </span>
      )}
    </div>
  );
}

/** A filled dot when active, hollow when away, none otherwise, so that it does not depend on colour alone. */
function PresenceDot({ presence }: { presence: Presence }) {
  const { t } = useTranslation();
  if (presence === "offline") return null;
  return (
    <span
      className={cx(
        "absolute -end-0.5 -bottom-0.5 size-2.5 rounded-full ring-2 ring-bg",
        presence === "active" ? "bg-success" : "border-2 border-success bg-bg",
      )}
    >
      <span className="sr-only">{t(`details.presence_${presence}`)}</span>
    </span>
  );
}
