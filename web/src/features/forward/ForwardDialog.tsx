// Forwards a message to another room, as a new message that quotes it and copies its files. The outbox sends it like any other,
// so that it survives a lost connection.
import { useState } from "react";
import { useTranslation } from "@/i18n/useTranslation";
import { useLocation } from "wouter";
import { plainText } from "@/lib/markdown/plain";
import { paths } from "@/lib/paths";
import type { Message, RoomSummary } from "@/net/protocol.gen";
import { authorOf, useConversation } from "@/state/conversation/conversation";
import { notify } from "@/state/shell/notices";
import { mayPost } from "@/state/rooms/rights";
import { useRooms } from "@/state/rooms/rooms";
import { facesOf, useRoomTitles } from "@/state/rooms/roomTitle";
import { useMe } from "@/state/session/whoami";
import { RoomAvatar } from "@/ui/pictures/RoomAvatar";
import { Dialog } from "@/ui/overlays/Dialog";
import { Field } from "@/ui/controls/Field";
import { useProblem } from "@/state/requests/useProblem";
import { sourceOf } from "@/state/timeline/sourceOf";
import { carry, dropCarried } from "./carry";
import { quoteOf } from "./quote";

export function ForwardDialog({ message, onClose }: { message: Message; onClose: () => void }) {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const me = useMe();
  const conversation = useConversation((state) => state.current);
  const { order, byId } = useRooms();
  const problem = useProblem();
  const [query, setQuery] = useState("");
  const [busy, setBusy] = useState(false);
  const titles = useRoomTitles();
  const nameOf = (room: RoomSummary | undefined) => (room === undefined ? t("rooms.direct") : titles(room));
  const others = order.flatMap((id) => {
    const room = byId[id];
    return room !== undefined && id !== message.room_id && mayPost(room) ? [room] : [];
  });
  const wanted = query.trim().toLocaleLowerCase();
  const found = others.filter((room) => nameOf(room).toLocaleLowerCase().includes(wanted));

  const forward = async (room: RoomSummary) => {
    if (conversation === null || me === null || busy) return;
    setBusy(true);
    const author = message.author.display_name;
    const files = message.attachments.length > 0 ? await carry(room.id, message.attachments) : [];
    const sent = conversation.outbox.enqueue({
      room_id: room.id,
      body: quoteOf(t("forward.head", { author, room: nameOf(byId[message.room_id]) }), sourceOf(message)),
      reply_to: null,
      ...(files.length > 0 ? { files } : {}),
      author: authorOf(me),
    });
    onClose();
    if (sent === null) {
      await dropCarried(files);
      notify({ text: t("forward.full"), tone: "danger" });
      return;
    }
    const open = () => navigate(paths.room(room.id));
    notify({
      text: t("forward.done", { room: nameOf(room) }),
      tone: "success",
      action: { label: t("forward.open"), run: open },
    });
  };

  // The dialog stays open for another try.
  const failed = (error: unknown) => {
    setBusy(false);
    notify({ text: problem(error), tone: "danger" });
  };

  return (
    <Dialog title={t("forward.title")} closeLabel={t("common.close")} onClose={onClose}>
      <p className="mb-4 line-clamp-2 border-s-2 border-line-strong ps-3 text-sm break-words text-text-2">
        <bdi className="font-medium text-text">{message.author.display_name}</bdi>{" "}
        <bdi>{plainText(sourceOf(message)) || message.attachments.map(({ name }) => name).join(", ")}</bdi>
      </p>
      {others.length === 0 ? (
        <p className="text-text-2">{t("forward.none_at_all")}</p>
      ) : (
        <>
          <Field
            label={t("forward.search")}
            type="search"
            data-autofocus=""
            autoComplete="off"
            value={query}
            onChange={(event) => setQuery(event.target.value)}
          />
          {found.length === 0 && (
            <p role="status" className="mt-4 text-sm text-text-2">
              {t("forward.none", { query: query.trim() })}
            </p>
          )}
          <ul aria-busy={busy} className="-mx-2.5 mt-3 min-h-40 pb-[env(safe-area-inset-bottom)]">
            {found.map((room) => (
              <li key={room.id}>
                <button
                  type="button"
                  aria-label={t("forward.to", { room: nameOf(room) })}
                  disabled={busy}
                  onClick={() => void forward(room).catch(failed)}
                  className="flex min-h-11 w-full items-center gap-3 rounded-md px-2.5 text-start text-sm font-medium hover:bg-surface-2 disabled:opacity-60"
                >
                  <RoomAvatar
                    id={room.id}
                    name={nameOf(room)}
                    url={room.avatar_url}
                    size={28}
                    faces={facesOf(room)}
                  />
                  <span dir="auto" className="min-w-0 truncate">
                    {nameOf(room)}
                  </span>
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
    </Dialog>
  );
}
