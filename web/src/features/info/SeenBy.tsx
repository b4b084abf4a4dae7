// Who has read a message, with times. People who keep that private are counted but not named.
import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "@/i18n/useTranslation";
import { dateAndTime } from "@/lib/format";
import { listReceipts } from "@/net/api/reach";
import type { Message } from "@/net/protocol.gen";
import { keys, queries } from "@/state/requests/queries";
import { Button } from "@/ui/controls/Button";
import { InfoSection } from "./InfoSection";
import { PersonRow } from "./PersonRow";

export function SeenBy({ message }: { message: Message }) {
  const { t, i18n } = useTranslation();
  const { id, room_id } = message;
  const pages = useInfiniteQuery(
    {
      queryKey: keys.receipts(room_id, id),
      queryFn: ({ pageParam, signal }) => listReceipts(room_id, id, pageParam, signal),
      initialPageParam: null as string | null,
      getNextPageParam: (page) => page.next_cursor,
      staleTime: 0,
    },
    queries,
  );
  const first = pages.data?.pages[0];
  const readers = pages.data?.pages.flatMap((page) => page.readers) ?? [];
  return (
    <InfoSection
      title={t("info.seen")}
      count={first?.count}
      status={pages.status}
      onRetry={() => void pages.refetch()}
    >
      {first?.count === 0 && <p className="text-sm text-text-2">{t("info.seen_nobody")}</p>}
      <ul aria-label={t("info.seen")}>
        {readers.map(({ user, read_at }) => (
          <PersonRow
            key={user.id}
            user={user}
            end={
              <time dateTime={read_at} className="shrink-0 text-xs text-text-3 tabular-nums">
                {dateAndTime(i18n.language, read_at)}
              </time>
            }
          />
        ))}
      </ul>
      {pages.hasNextPage && (
        <Button tone="ghost" busy={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
          {t("common.more")}
        </Button>
      )}
      {first !== undefined && first.private > 0 && (
        <p className="mt-1 text-sm text-text-2">{t("info.private", { count: first.private })}</p>
      )}
    </InfoSection>
  );
}
