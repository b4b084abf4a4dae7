// Who has read up to a message, as small avatars in space that is always reserved, so that nothing moves when they change.
import { useEffect, useSyncExternalStore } from "react";
import { useTranslation } from "@/i18n/useTranslation";
import { followMarks, RoomMarks } from "@/state/reading/roomMarks";
import { Avatar } from "@/ui/pictures/Avatar";

/** Avatars beside a message; further people are shown as a number. */
const SHOWN = 3;

// Only for the open room, because only its rows are mounted.
let open: { roomId: string; marks: RoomMarks } | null = null;

function marksOf(roomId: string): RoomMarks {
  if (open?.roomId !== roomId) open = { roomId, marks: new RoomMarks() };
  return open.marks;
}

/** Keeps the marks of the open room current while mounted; renders nothing. */
export function MarksKeeper({ roomId, me }: { roomId: string; me: string }) {
  useEffect(() => followMarks(marksOf(roomId), roomId, me), [roomId, me]);
  return null;
}

export function ReadBy({ roomId, seq }: { roomId: string; seq: number }) {
  const { t, i18n } = useTranslation();
  const marks = marksOf(roomId);
  const people = useSyncExternalStore(
    (changed) => marks.subscribe(seq, changed),
    () => marks.at(seq),
  );
  if (people.length === 0) return null;
  const names = new Intl.ListFormat(i18n.language).format(people.map(({ display_name }) => display_name));
  const label = t("info.read_by", { names });
  const more = people.length - SHOWN;
  return (
    <div role="img" aria-label={label} title={label} data-read-by="" className="read-by">
      {people.slice(0, SHOWN).map(({ id, display_name, avatar_url }) => (
        <Avatar key={id} id={id} name={display_name} url={avatar_url} size={16} />
      ))}
      {more > 0 && <span className="text-[0.6875rem] leading-4 text-text-2 tabular-nums">{`+${more}`}</span>}
    </div>
  );
}
