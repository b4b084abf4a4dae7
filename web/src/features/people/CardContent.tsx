// The content of a person's card, with the actions that it offers.
import { Ban, MessageCircle, SmilePlus } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Link } from "wouter";
import { useTranslation } from "@/i18n/useTranslation";
import { untilWhen } from "@/lib/format";
import { timeAtOffset } from "@/lib/time/localTime";
import { paths } from "@/lib/paths";
import type { Profile } from "@/net/protocol.gen";
import { setBlocked } from "@/state/people/blockList";
import { useBlocks } from "@/state/people/blocks";
import { type Shown, shownAs, usePresence } from "@/state/people/presence";
import { useStatus } from "@/state/people/statuses";
import { useProblem } from "@/state/requests/useProblem";
import { openDirect } from "@/state/rooms/openDirect";
import { myId, useGuest } from "@/state/session/whoami";
import { openDialog } from "@/state/shell/dialogs";
import { notify } from "@/state/shell/notices";
import { Button } from "@/ui/controls/Button";
import { GuestBadge } from "@/ui/blocks/GuestBadge";
import { cx } from "@/ui/cx";
import { Avatar } from "@/ui/pictures/Avatar";
import { StatusMark } from "@/ui/pictures/StatusMark";

interface CardContentProps {
  profile: Profile;
  /** What else the user may do to that person, with a divider above; null for nothing. */
  acts: ((profile: Profile, onClose: () => void) => ReactNode) | undefined;
  onClose: () => void;
}

export function CardContent({ profile, acts, onClose }: CardContentProps) {
  const { t, i18n } = useTranslation();
  const presence =
    usePresence(({ byUser }) => byUser[profile.id]) ?? shownAs(profile.presence, profile.do_not_disturb);
  const blocked = useBlocks(({ ids }) => ids.has(profile.id));
  return (
    <div className="grid gap-3 text-sm">
      <div className="flex items-center gap-3">
        <Avatar id={profile.id} name={profile.display_name} url={profile.avatar_url} size={56} />
        <div className="min-w-0 grow">
          <p dir="auto" className="text-base font-semibold break-words">
            {profile.display_name}
          </p>
          <p className="truncate text-text-2">{`@${profile.username}`}</p>
          <p className="flex items-center gap-1.5 text-xs text-text-2">
            <PresenceMark presence={presence} />
            <span>{t(`people.presence_${presence}`)}</span>
          </p>
        </div>
        {profile.guest_until !== undefined && <GuestBadge until={profile.guest_until} />}
      </div>
      {profile.local_time_offset !== undefined && (
        <p className="text-text-2">
          {t("card.local_time", { time: timeAtOffset(i18n.language, profile.local_time_offset) })}
        </p>
      )}
      <CurrentStatus userId={profile.id} />
      {profile.bio !== "" && (
        <p dir="auto" className="whitespace-pre-line break-words text-text-2">
          {profile.bio}
        </p>
      )}
      {blocked && <p className="text-text-2">{t("card.blocked")}</p>}
      {profile.id !== myId() && <SharedRooms rooms={profile.shared_rooms} onClose={onClose} />}
      <Actions profile={profile} blocked={blocked} onClose={onClose} />
      {acts?.(profile, onClose)}
    </div>
  );
}

/** Decorative: the words are beside it. */
function PresenceMark({ presence }: { presence: Shown }) {
  return (
    <span
      aria-hidden="true"
      className={cx(
        "size-2 rounded-full forced-colors:border",
        presence === "active" && "bg-success",
        presence === "do_not_disturb" && "bg-danger",
        (presence === "idle" || presence === "offline") && "border-2",
        presence === "idle" && "border-success",
        presence === "offline" && "border-line-strong",
      )}
    />
  );
}

function CurrentStatus({ userId }: { userId: string }) {
  const { t, i18n } = useTranslation();
  const status = useStatus(userId);
  if (status === null) return null;
  return (
    <p className="rounded-md bg-surface-1 px-3 py-2">
      <StatusMark status={status} />
      {status.text !== "" && (
        <span dir="auto" className="break-words">
          {` ${status.text}`}
        </span>
      )}
      {status.until !== null && (
        <span className="block text-xs text-text-2">
          {t("card.until", { when: untilWhen(i18n.language, status.until) })}
        </span>
      )}
    </p>
  );
}

function SharedRooms({ rooms, onClose }: { rooms: Profile["shared_rooms"]; onClose: () => void }) {
  const { t } = useTranslation();
  if (rooms.length === 0) return null;
  return (
    <section aria-label={t("card.rooms")}>
      <h3 className="mb-1 text-xs font-semibold text-text-2">{t("card.rooms")}</h3>
      <ul className="-mx-2 max-h-32 overflow-y-auto">
        {rooms.map((room) => (
          <li key={room.id}>
            <Link
              href={paths.room(room.id)}
              onClick={onClose}
              className="flex min-h-8 items-center gap-2 rounded-md px-2 outline-offset-[-2px] hover:bg-surface-2 pointer-coarse:min-h-11"
            >
              <Avatar id={room.id} name={room.name} url={room.avatar_url} size={20} shape="square" />
              <span dir="auto" className="truncate">
                {room.name}
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

interface ActionsProps {
  profile: Profile;
  blocked: boolean;
  onClose: () => void;
}

function Actions({ profile, blocked, onClose }: ActionsProps) {
  const { t } = useTranslation();
  const problem = useProblem();
  const guest = useGuest();
  const [busy, setBusy] = useState(false);
  const attempt = async (act: () => Promise<void>) => {
    setBusy(true);
    try {
      await act();
    } catch (error) {
      notify({ text: problem(error), tone: "danger" });
    } finally {
      setBusy(false);
    }
  };
  if (profile.id === myId())
    return (
      <Button
        icon={<SmilePlus size={16} />}
        onClick={() => {
          onClose();
          openDialog({ name: "status" });
        }}
      >
        {t("profile.set_status")}
      </Button>
    );
  const message = () =>
    attempt(async () => {
      await openDirect([profile.id]);
      onClose();
    });
  return (
    <div className="flex flex-wrap gap-2">
      {!blocked && !guest && profile.guest_until === undefined && (
        <Button tone="primary" busy={busy} icon={<MessageCircle size={16} />} onClick={() => void message()}>
          {t("card.message")}
        </Button>
      )}
      {blocked ? (
        <Button busy={busy} onClick={() => void attempt(() => setBlocked(profile.id, false))}>
          {t("card.unblock")}
        </Button>
      ) : (
        <Button
          tone="ghost"
          icon={<Ban size={16} />}
          onClick={() => {
            onClose();
            openDialog({ name: "block", person: profile });
          }}
        >
          {t("card.block")}
        </Button>
      )}
    </div>
  );
}
