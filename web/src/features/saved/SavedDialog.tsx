// The user's saved messages, last saved first, each with a link to it and a button to remove it.
import { useInfiniteQuery } from "@tanstack/react-query";
import { Bookmark, BookmarkX } from "lucide-react";
import { useTranslation } from "@/i18n/useTranslation";
import { dateAndTime } from "@/lib/format";
import { plainText } from "@/lib/markdown/plain";
import { useJump } from "@/lib/useJump";
import { listSaved } from "@/net/api/keep";
import type { Message } from "@/net/protocol.gen";
import { notify } from "@/state/shell/notices";
import { keys, queries } from "@/state/requests/queries";
import { useRoom } from "@/state/rooms/rooms";
import { useRoomTitle } from "@/state/rooms/roomTitle";
import { setSaved } from "@/state/conversation/saved";
import { useProblem } from "@/state/requests/useProblem";
import { Button } from "@/ui/controls/Button";
import { Dialog } from "@/ui/overlays/Dialog";
import { EmptyState } from "@/ui/blocks/EmptyState";
import { IconButton } from "@/ui/controls/IconButton";
import { MessageCard } from "@/ui/blocks/MessageCard";
import { Spinner } from "@/ui/pictures/Spinner";
import { sourceOf } from "@/state/timeline/sourceOf";

const PAGE = 50;

export function SavedDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const pages = useInfiniteQuery(
    {
      queryKey: keys.saved(),
      queryFn: ({ pageParam, signal }) => listSaved(pageParam, PAGE, signal),
      initialPageParam: null as string | null,
      getNextPageParam: (page) => page.next_cursor,
      staleTime: 0,
    },
    queries,
  );
  const messages = pages.data?.pages.flatMap((page) => page.messages) ?? [];
  return (
    <Dialog title={t("saved.title")} closeLabel={t("common.close")} onClose={onClose} size="md">
      {pages.status === "pending" && (
        <div className="grid min-h-40 place-items-center text-text-3">
          <Spinner size={20} />
        </div>
      )}
      {pages.status === "error" && (
        <div role="alert" className="text-text-2">
          <p>{t("saved.failed")}</p>
          <Button className="mt-3" onClick={() => void pages.refetch()}>
            {t("common.retry")}
          </Button>
        </div>
      )}
      {pages.status === "success" && messages.length === 0 && (
        <EmptyState art={<Bookmark size={32} aria-hidden="true" />} title={t("saved.none")}>
          {t("saved.none_text")}
        </EmptyState>
      )}
      {messages.length > 0 && (
        <>
          <p className="mb-2 text-sm text-text-2">{t("saved.lead")}</p>
          <ul className="-mx-2.5 pb-[env(safe-area-inset-bottom)]">
            {messages.map((message) => (
              <li key={`${message.room_id}/${message.id}`}>
                <SavedMessage message={message} onClose={onClose} />
              </li>
            ))}
          </ul>
        </>
      )}
      {pages.hasNextPage && (
        <Button tone="ghost" wide busy={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
          {t("common.more")}
        </Button>
      )}
    </Dialog>
  );
}

function SavedMessage({ message, onClose }: { message: Message; onClose: () => void }) {
  const { t, i18n } = useTranslation();
  const problem = useProblem();
  const jump = useJump();
  const room = useRoomTitle(useRoom(message.room_id));
  const author = message.author.display_name;
  const text = plainText(sourceOf(message));
  const remove = () => {
    setSaved(message, false).catch((error: unknown) => notify({ text: problem(error), tone: "danger" }));
  };
  return (
    <MessageCard
      author={{ id: message.author.id, name: author, url: message.author.avatar_url }}
      when={dateAndTime(i18n.language, message.created_at)}
      dateTime={message.created_at}
      place={room}
      label={`${t("pins.open", { author })}: ${text}`}
      onOpen={() => {
        onClose();
        jump(message.room_id, message.id);
      }}
      actions={
        <IconButton
          label={t("saved.remove", { author })}
          tip="none"
          icon={<BookmarkX size={17} />}
          onClick={remove}
        />
      }
    >
      {message.deleted_at !== null ? t("timeline.deleted") : text === "" ? t("rooms.attachment") : text}
    </MessageCard>
  );
}
