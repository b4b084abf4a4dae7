// The people of a direct room with their presence, and what can be done with the room: nobody can leave it or be invited.
import { UsersRound, X } from "lucide-react";
import { useTranslation } from "@/i18n/useTranslation";
import type { Room, UserRef } from "@/net/protocol.gen";
import { useRoomPresence } from "@/state/people/learnPresence";
import { usePresence } from "@/state/people/presence";
import { useProblem } from "@/state/requests/useProblem";
import { closeDirect } from "@/state/rooms/closeDirect";
import { useMe } from "@/state/session/whoami";
import { openDialog } from "@/state/shell/dialogs";
import { notify } from "@/state/shell/notices";
import { Avatar } from "@/ui/pictures/Avatar";
import { PresenceDot } from "@/ui/pictures/PresenceDot";

export function DirectPeople({ room }: { room: Room }) {
  const { t } = useTranslation();
  const people = room.people ?? [];
  const unknown = usePresence(({ byUser }) =>
    people.some(({ id, username }) => username !== "" && byUser[id] === undefined),
  );
  useRoomPresence(room.id, unknown);
  return (
    <section aria-label={t("details.people")} className="border-t border-line px-3 py-4">
      <h3 className="flex items-baseline justify-between px-2.5 pb-2 text-sm font-semibold">
        <span>{t("details.people")}</span>
        <span className="font-normal text-text-3 tabular-nums">{people.length}</span>
      </h3>
      <ul>
        {people.map((person) => (
          <li key={person.id}>
            <Person person={person} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Person({ person }: { person: UserRef }) {
  const { t } = useTranslation();
  const me = useMe();
  const presence = usePresence(({ byUser }) => byUser[person.id]);
  const gone = person.username === "";
  return (
    <div className="flex min-h-12 items-center gap-3 rounded-md px-2.5">
      <span className="relative">
        <Avatar id={person.id} name={person.display_name} url={person.avatar_url} size={32} card={!gone} />
        {presence !== undefined && presence !== "offline" && (
          <PresenceDot presence={presence} label={t(`people.presence_${presence}`)} />
        )}
      </span>
      <span className="min-w-0 grow">
        <span className="flex gap-1 text-sm font-medium">
          {gone ? (
            <span className="truncate">{t("people.deleted")}</span>
          ) : (
            <button
              type="button"
              data-person={person.id}
              aria-haspopup="dialog"
              className="-my-0.5 truncate rounded-sm py-0.5 select-text hover:underline"
            >
              <bdi>{person.display_name}</bdi>
            </button>
          )}
          {person.id === me?.id && (
            <span className="shrink-0 font-normal text-text-3">{`(${t("common.you")})`}</span>
          )}
        </span>
        {!gone && <span className="block truncate text-xs text-text-3">{`@${person.username}`}</span>}
      </span>
    </div>
  );
}

/** @param rowClass the look of a row of the pane. */
export function DirectActions({ roomId, rowClass }: { roomId: string; rowClass: string }) {
  const { t } = useTranslation();
  const problem = useProblem();
  const close = () => {
    closeDirect(roomId).catch((error: unknown) => notify({ text: problem(error), tone: "danger" }));
  };
  return (
    <>
      <button type="button" onClick={() => openDialog({ name: "make_room", roomId })} className={rowClass}>
        <UsersRound size={18} aria-hidden="true" className="text-text-3" />
        <span>{t("rooms.make_room")}</span>
      </button>
      <button type="button" onClick={close} className={rowClass}>
        <X size={18} aria-hidden="true" className="text-text-3" />
        <span>{t("rooms.close")}</span>
      </button>
      <p className="px-2.5 pt-1 text-xs text-text-3">{t("details.close_hint")}</p>
    </>
  );
}
