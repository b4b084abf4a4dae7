// Shown in an empty room instead of messages: how to invite people. An existing invitation link can be copied or scanned;
// creating one takes one click. An archived room, where nobody can write, only says so.
import { useMutation, useQuery } from "@tanstack/react-query";
import { Link2 } from "lucide-react";
import { useTranslation } from "@/i18n/useTranslation";
import { createInvite, listInvites } from "@/net/api/invites";
import type { Invite, Room } from "@/net/protocol.gen";
import { keys, queries } from "@/state/requests/queries";
import { useProblem } from "@/state/requests/useProblem";
import { useMayInvite } from "@/state/rooms/inviting";
import { facesOf, useRoomTitle } from "@/state/rooms/roomTitle";
import { RoomAvatar } from "@/ui/pictures/RoomAvatar";
import { Button } from "@/ui/controls/Button";
import { CopyLink } from "@/ui/controls/CopyLink";
import { QrCode } from "@/ui/pictures/QrCode";

const WEEK_S = 604_800;

export function RoomOpening({ room }: { room: Room }) {
  const { t } = useTranslation();
  const title = useRoomTitle(room);
  const direct = room.kind === "direct";
  const problem = useProblem();
  const mayInvite = useMayInvite(room);
  const isInviter = mayInvite && !room.archived;
  const invites = useQuery(
    { queryKey: keys.invites(room.id), queryFn: () => listInvites(room.id), enabled: isInviter },
    queries,
  );
  const make = useMutation(
    {
      mutationFn: () => createInvite(room.id, { expires_in: WEEK_S, max_uses: null }),
      onSuccess: () => queries.invalidateQueries({ queryKey: keys.invites(room.id) }),
    },
    queries,
  );
  const invite = make.data ?? invites.data?.invites.find(usable);
  return (
    <section
      aria-label={t("rooms.opening", { room: title })}
      className="mx-auto flex w-full max-w-130 flex-col items-center px-5 py-8 text-center"
    >
      <RoomAvatar id={room.id} name={title} url={room.avatar_url} size={64} faces={facesOf(room)} />
      <h2 className="mt-4 text-xl font-semibold text-balance">
        {t(direct ? "rooms.opening_direct" : "rooms.opening_title", { room: title })}
      </h2>
      <p className="mt-1 text-text-2 text-pretty">
        {direct
          ? t("rooms.opening_between")
          : room.archived
            ? t("rooms.opening_archived")
            : room.member_count <= 1
              ? t("rooms.opening_alone")
              : t("rooms.opening_others", { count: room.member_count })}
      </p>
      {isInviter && (
        // Stays empty, with the height of the button, until it is known whether a link exists.
        <div className="mt-6 min-h-11 w-full">
          {invites.isPending ? null : invite === undefined ? (
            <Button
              tone="primary"
              icon={<Link2 size={18} />}
              busy={make.isPending}
              onClick={() => make.mutate()}
            >
              {t("rooms.opening_make")}
            </Button>
          ) : (
            <LinkCard invite={invite} />
          )}
          {make.isError && <p className="mt-3 text-sm text-danger">{problem(make.error)}</p>}
        </div>
      )}
    </section>
  );
}

/** Whether anybody can join with it as a member. */
const usable = (invite: Invite): boolean =>
  invite.guest_until === undefined &&
  (invite.max_uses === null || invite.uses < invite.max_uses) &&
  (invite.expires_at === null || Date.parse(invite.expires_at) > Date.now());

function LinkCard({ invite }: { invite: Invite }) {
  const { t } = useTranslation();
  return (
    <div className="flex flex-col items-center gap-5 rounded-lg border border-line bg-surface-1 p-5 text-start rail:flex-row">
      <QrCode text={invite.url} label={t("invites.qr")} size={148} />
      <div className="w-full min-w-0 grow">
        <CopyLink
          url={invite.url}
          label={t("invites.link")}
          copy={t("invites.copy")}
          copied={t("invites.copied")}
          stacked
        />
        <p className="mt-2 text-xs text-text-3">{t("invites.lead")}</p>
      </div>
    </div>
  );
}
