// One active invitation link: its limits, with buttons to copy it, show its QR code and revoke it.
import { Copy, QrCode as QrIcon, Trash2 } from "lucide-react";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "@/i18n/useTranslation";
import { dayInWords, relative } from "@/lib/format";
import { copyText } from "@/lib/copyText";
import { revokeInvite } from "@/net/api/invites";
import type { Invite } from "@/net/protocol.gen";
import { notify } from "@/state/shell/notices";
import { keys, queries } from "@/state/requests/queries";
import { useProblem } from "@/state/requests/useProblem";
import { IconButton } from "@/ui/controls/IconButton";
import { QrCode } from "@/ui/pictures/QrCode";

export function InviteRow({ invite }: { invite: Invite }) {
  const { t, i18n } = useTranslation();
  const problem = useProblem();
  const [shown, setShown] = useState(false);
  const withdraw = useMutation(
    {
      mutationFn: () => revokeInvite(invite.room_id, invite.code),
      onSuccess: async () => {
        await queries.invalidateQueries({ queryKey: keys.invites(invite.room_id) });
        notify({ text: t("invites.withdrawn"), tone: "plain" });
      },
      onError: (error) => notify({ text: problem(error), tone: "danger" }),
    },
    queries,
  );
  const copy = async () => {
    if (await copyText(invite.url)) notify({ text: t("invites.copied"), tone: "success" });
  };
  const used =
    invite.max_uses === null
      ? t("invites.used_plain", { count: invite.uses })
      : t("invites.used", { uses: invite.uses, max: invite.max_uses });
  const ends =
    invite.expires_at === null
      ? t("invites.expires_never")
      : t("invites.expires_at", { when: relative(i18n.language, invite.expires_at) });
  return (
    <div className="flex flex-wrap items-center gap-2 py-2.5">
      <div className="min-w-0 grow">
        <p className="truncate font-mono text-sm">{invite.code}</p>
        <p className="text-xs text-text-3">{`${used} · ${ends}`}</p>
        {invite.guest_until !== undefined && (
          <p className="text-xs text-text-3">
            {t("invites.guests_until", { date: dayInWords(i18n.language, invite.guest_until) })}
          </p>
        )}
      </div>
      <IconButton
        label={`${t("invites.copy")}: ${invite.code}`}
        tip="none"
        icon={<Copy size={17} />}
        onClick={() => void copy()}
      />
      <IconButton
        label={`${t("invites.qr")}: ${invite.code}`}
        tip="none"
        icon={<QrIcon size={17} />}
        aria-expanded={shown}
        onClick={() => setShown(!shown)}
      />
      <IconButton
        label={`${t("invites.withdraw")}: ${invite.code}`}
        tip="none"
        icon={<Trash2 size={17} />}
        disabled={withdraw.isPending}
        onClick={() => withdraw.mutate()}
      />
      {shown && (
        <div className="grid basis-full justify-items-center">
          <QrCode text={invite.url} label={t("invites.qr")} size={148} />
        </div>
      )}
    </div>
  );
}
