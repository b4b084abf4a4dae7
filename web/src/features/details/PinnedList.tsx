// A room's pinned messages, latest pin first, each with a link to it. It stays current while others pin and unpin.
import { useQuery } from "@tanstack/react-query";
import { PinOff } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslation } from "@/i18n/useTranslation";
import { shortWhen } from "@/lib/format";
import { plainText } from "@/lib/markdown/plain";
import { useJump } from "@/lib/useJump";
import { listPins, unpinMessage } from "@/net/api/keep";
import type { Message, Room } from "@/net/protocol.gen";
import { onFrame } from "@/state/connection/connection";
import { useHidden } from "@/state/people/blocks";
import { notify } from "@/state/shell/notices";
import { keys, queries } from "@/state/requests/queries";
import { mayPin } from "@/state/rooms/rights";
import { useProblem } from "@/state/requests/useProblem";
import { Button } from "@/ui/controls/Button";
import { IconButton } from "@/ui/controls/IconButton";
import { MessageCard } from "@/ui/blocks/MessageCard";
import { sourceOf } from "@/state/timeline/sourceOf";
import { touchesPins } from "./touchesPins";

/** Pins shown at first; the rest on request. */
const FEW = 3;

export function PinnedList({ room }: { room: Room }) {
  const { t } = useTranslation();
  const [all, setAll] = useState(false);
  const pins = useQuery(
    { queryKey: keys.pins(room.id), queryFn: ({ signal }) => listPins(room.id, signal), staleTime: 0 },
    queries,
  );
  useEffect(
    () =>
      onFrame((frame) => {
        const held = queries.getQueryData<{ messages: Message[] }>(keys.pins(room.id))?.messages ?? [];
        if (touchesPins(frame, room.id, held))
          void queries.invalidateQueries({ queryKey: keys.pins(room.id) });
      }),
    [room.id],
  );
  const messages = pins.data?.messages ?? [];
  const may = mayPin(room);
  // The hint in an empty list is only for people who can pin.
  if (pins.status !== "error" && messages.length === 0 && !may) return null;
  return (
    <section aria-label={t("pins.title")} className="border-t border-line px-3 py-4">
      <h3 className="flex items-baseline justify-between px-2.5 pb-2 text-sm font-semibold">
        <span>{t("pins.title")}</span>
        <span className="font-normal text-text-3 tabular-nums">{messages.length}</span>
      </h3>
      {pins.status === "error" && (
        <div className="px-2.5 text-sm text-text-2">
          <p>{t("pins.failed")}</p>
          <Button className="mt-2" onClick={() => void pins.refetch()}>
            {t("common.retry")}
          </Button>
        </div>
      )}
      {pins.status === "success" && messages.length === 0 && (
        <p className="px-2.5 text-sm text-text-2 text-pretty">{t("pins.none_hint")}</p>
      )}
      <ul>
        {messages.slice(0, all ? undefined : FEW).map((message) => (
          <li key={message.id}>
            <PinnedMessage message={message} may={may} />
          </li>
        ))}
      </ul>
      {!all && messages.length > FEW && (
        <Button tone="ghost" className="mt-1 w-full" onClick={() => setAll(true)}>
          {t("pins.all", { count: messages.length - FEW })}
        </Button>
      )}
    </section>
  );
}

function PinnedMessage({ message, may }: { message: Message; may: boolean }) {
  const { t, i18n } = useTranslation();
  const problem = useProblem();
  const jump = useJump();
  const author = message.author.display_name;
  const text = useHidden(message) ? t("timeline.blocked") : plainText(sourceOf(message));
  const unpin = async () => {
    try {
      await unpinMessage(message.room_id, message.id);
      await queries.invalidateQueries({ queryKey: keys.pins(message.room_id) });
    } catch (error) {
      notify({ text: problem(error), tone: "danger" });
    }
  };
  return (
    <MessageCard
      author={{ id: message.author.id, name: author, url: message.author.avatar_url }}
      when={shortWhen(i18n.language, message.created_at)}
      dateTime={message.created_at}
      label={`${t("pins.open", { author })}: ${text}`}
      onOpen={() => jump(message.room_id, message.id)}
      actions={
        may && (
          <IconButton
            label={t("pins.unpin", { author })}
            tip="none"
            icon={<PinOff size={16} />}
            className="size-8"
            onClick={() => void unpin()}
          />
        )
      }
    >
      {text === "" ? t("rooms.attachment") : text}
    </MessageCard>
  );
}
