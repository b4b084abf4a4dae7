// The members of a room, in the server's order (owners, moderators, members), with search and a menu for each.
import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { useTranslation } from "@/i18n/useTranslation";
import { useRoom } from "@/state/rooms/rooms";
import { Button } from "@/ui/controls/Button";
import { cx } from "@/ui/cx";
import { MemberRow } from "./members/MemberRow";
import { SearchField } from "@/ui/controls/SearchField";
import { useFoundMembers } from "./members/useFoundMembers";

/** Rows shown at first, and added on request. */
const FEW = 50;

export function MemberList({ roomId, count }: { roomId: string; count: number }) {
  const { t } = useTranslation();
  const room = useRoom(roomId);
  const [typed, setTyped] = useState("");
  const [rows, setRows] = useState(FEW);
  const { pages, query, members, searching, failed, retry } = useFoundMembers(roomId, count, typed);
  const { heading, list } = useKeptFocus(members.map(({ user }) => user.id));
  const shown = members.slice(0, rows);
  const more = () => {
    setRows(rows + FEW);
    if (members.length < rows + FEW && pages.hasNextPage) void pages.fetchNextPage();
  };
  return (
    <section aria-label={t("details.members")} className="border-t border-line px-3 py-4">
      <h3
        ref={heading}
        tabIndex={-1}
        className="flex items-baseline justify-between rounded-sm px-2.5 pb-2 text-sm font-semibold"
      >
        <span>{t("details.members")}</span>
        <span className="font-normal text-text-3 tabular-nums">{count}</span>
      </h3>
      <div className="px-2.5 pb-2">
        <SearchField label={t("members.search")} value={typed} onChange={setTyped} />
      </div>
      {pages.isError && members.length === 0 ? (
        <NotLoaded onRetry={() => void pages.refetch()} />
      ) : (
        <ul ref={list}>
          {shown.map((member) => (
            <li key={member.user.id} data-member={member.user.id}>
              <MemberRow room={room} member={member} />
            </li>
          ))}
        </ul>
      )}
      {failed && <NotLoaded onRetry={retry} />}
      <p role="status" className={cx("px-2.5 text-sm text-text-2", members.length > 0 && "sr-only")}>
        {query === "" || searching || failed
          ? null
          : members.length === 0
            ? t("members.none", { query })
            : t("members.found", { count: members.length })}
      </p>
      {(members.length > rows || (query === "" && pages.hasNextPage)) && (
        <Button tone="ghost" className="mt-1 w-full" busy={pages.isFetchingNextPage} onClick={more}>
          {t("common.more")}
        </Button>
      )}
    </section>
  );
}

function NotLoaded({ onRetry }: { onRetry: () => void }) {
  const { t } = useTranslation();
  return (
    <div className="px-2.5 text-sm text-text-2">
      <p role="alert">{t("details.members_failed")}</p>
      <Button className="mt-2" onClick={onRetry}>
        {t("common.retry")}
      </Button>
    </div>
  );
}

/** Moves the focus to the heading when the focused row goes away, because its person was removed. */
function useKeptFocus(ids: readonly string[]) {
  const heading = useRef<HTMLHeadingElement>(null);
  const [list, setList] = useState<HTMLUListElement | null>(null);
  const focused = useRef<string | null>(null);
  useEffect(() => {
    const onFocus = ({ target }: FocusEvent) => {
      const row = target instanceof Element ? target.closest("[data-member]") : null;
      focused.current = row?.getAttribute("data-member") ?? null;
    };
    list?.addEventListener("focusin", onFocus);
    return () => list?.removeEventListener("focusin", onFocus);
  }, [list]);
  useLayoutEffect(() => {
    if (focused.current === null || ids.includes(focused.current)) return;
    focused.current = null;
    if (document.activeElement === document.body) heading.current?.focus();
  });
  return { heading, list: setList };
}
