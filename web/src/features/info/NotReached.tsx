// People who have not seen a message, for its author and moderators, who can remind exactly these people, once.
import { useInfiniteQuery, useMutation } from "@tanstack/react-query";
import { BellRing } from "lucide-react";
import { useTranslation } from "@/i18n/useTranslation";
import { listUnseen, remindUnseen } from "@/net/api/reach";
import type { Message } from "@/net/protocol.gen";
import { asApiError } from "@/state/requests/apiError";
import { notify } from "@/state/shell/notices";
import { keys, queries } from "@/state/requests/queries";
import { mayPost } from "@/state/rooms/rights";
import { useRoom } from "@/state/rooms/rooms";
import { useProblem } from "@/state/requests/useProblem";
import { Button } from "@/ui/controls/Button";
import { InfoSection } from "./InfoSection";
import { PersonRow } from "./PersonRow";

export function NotReached({ message }: { message: Message }) {
  const { t } = useTranslation();
  const problem = useProblem();
  const room = useRoom(message.room_id);
  const { id, room_id } = message;
  const pages = useInfiniteQuery(
    {
      queryKey: keys.unseen(room_id, id),
      queryFn: ({ pageParam, signal }) => listUnseen(room_id, id, pageParam, signal),
      initialPageParam: null as string | null,
      getNextPageParam: (page) => page.next_cursor,
      staleTime: 0,
    },
    queries,
  );
  const remind = useMutation(
    {
      mutationFn: () => remindUnseen(room_id, id),
      onSuccess: () => notify({ text: t("info.reminded"), tone: "success" }),
      onError: (error) =>
        notify({
          text: asApiError(error)?.code === "limit_reached" ? t("info.reminded_before") : problem(error),
          tone: "danger",
        }),
    },
    queries,
  );
  const users = pages.data?.pages.flatMap((page) => page.users) ?? [];
  const some = users.length > 0;
  const reminded = remind.isSuccess || pages.data?.pages.some((page) => page.reminded) === true;
  return (
    <InfoSection
      title={t("info.unseen")}
      status={pages.status}
      onRetry={() => void pages.refetch()}
      action={
        some &&
        room !== undefined &&
        mayPost(room) && (
          <Button
            icon={<BellRing size={16} />}
            busy={remind.isPending}
            disabled={reminded}
            onClick={reminded ? undefined : () => remind.mutate()}
          >
            {t("info.remind")}
          </Button>
        )
      }
    >
      <p className="text-sm text-text-2">
        {!some ? t("info.unseen_nobody") : reminded ? t("info.reminded_once") : t("info.remind_hint")}
      </p>
      <ul aria-label={t("info.unseen")} className="mt-1">
        {users.map((user) => (
          <PersonRow key={user.id} user={user} />
        ))}
      </ul>
      {pages.hasNextPage && (
        <Button tone="ghost" busy={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
          {t("common.more")}
        </Button>
      )}
    </InfoSection>
  );
}
