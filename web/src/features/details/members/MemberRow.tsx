// A person in the list of members: picture, presence, names, role, and the menu of what the user may do to them.
import type { ReactNode } from "react";
import type { Member, Room, UserRef } from "@/net/protocol.gen";
import { useTranslation } from "@/i18n/useTranslation";
import { later } from "@/lib/later";
import { isRestricted, moderates } from "@/state/rooms/rights";
import { shownAs, usePresence } from "@/state/people/presence";
import { useStatus } from "@/state/people/statuses";
import { useMe } from "@/state/session/whoami";
import { GuestBadge } from "@/ui/blocks/GuestBadge";
import { Avatar } from "@/ui/pictures/Avatar";
import { PresenceDot } from "@/ui/pictures/PresenceDot";
import { StatusMark } from "@/ui/pictures/StatusMark";

// Only moderators may do anything.
const MemberMenu = later(async () => (await import("./MemberMenu")).MemberMenu, "dialogs");

export function MemberRow({ room, member }: { room: Room | undefined; member: Member }) {
  const { t } = useTranslation();
  const presence =
    usePresence((state) => state.byUser[member.user.id]) ?? shownAs(member.presence, member.do_not_disturb);
  return (
    <div className="flex min-h-12 items-center gap-3 rounded-md px-2.5">
      <span className="relative">
        <Face user={member.user} />
        {presence !== "offline" && (
          <PresenceDot presence={presence} label={t(`people.presence_${presence}`)} />
        )}
      </span>
      <Names user={member.user} />
      {member.role !== "member" && (
        <span className="rounded-sm bg-surface-2 px-1.5 py-0.5 text-xs font-medium text-text-2">
          {t(`details.role_${member.role}`)}
        </span>
      )}
      {member.guest_until !== undefined && <GuestBadge until={member.guest_until} />}
      {member.may_post === true && member.role === "member" && isRestricted(room) && (
        <span className="rounded-sm bg-surface-2 px-1.5 py-0.5 text-xs font-medium text-text-2">
          {t("members.may_post")}
        </span>
      )}
      {moderates(room) && <MemberMenu room={room} member={member} />}
    </div>
  );
}

const Face = ({ user }: { user: UserRef }) => (
  <Avatar id={user.id} name={user.display_name} url={user.avatar_url} size={32} card />
);

function Names({ user }: { user: UserRef }) {
  return (
    <NamesAround user={user}>
      <button
        type="button"
        data-person={user.id}
        aria-haspopup="dialog"
        className="-my-0.5 truncate rounded-sm py-0.5 select-text hover:underline"
      >
        <bdi>{user.display_name}</bdi>
      </button>
    </NamesAround>
  );
}

/** For labels, which must not contain buttons. */
export function PlainNames({ user }: { user: UserRef }) {
  return (
    <NamesAround user={user}>
      <bdi className="truncate">{user.display_name}</bdi>
    </NamesAround>
  );
}

/** @param children the display name. */
function NamesAround({ user, children }: { user: UserRef; children: ReactNode }) {
  const { t } = useTranslation();
  const me = useMe();
  const status = useStatus(user.id);
  return (
    <span className="min-w-0 grow">
      <span className="flex gap-1 text-sm font-medium">
        {children}
        {user.id === me?.id && (
          <span className="shrink-0 font-normal text-text-3">{`(${t("common.you")})`}</span>
        )}
        {status !== null && <StatusMark status={status} />}
      </span>
      <span className="block truncate text-xs text-text-3">{`@${user.username}`}</span>
    </span>
  );
}
