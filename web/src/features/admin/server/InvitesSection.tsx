// Invitations to all rooms that still work, without their codes, with a button to revoke each.
import { useRef, useState } from "react";
import { useTranslation } from "@/i18n/useTranslation";
import { longDate, relative } from "@/lib/format";
import { listAllInvites, revokeAnyInvite } from "@/net/api/admin/rooms";
import type { AdminInvite } from "@/net/protocol.gen";
import { EmptyState } from "@/ui/blocks/EmptyState";
import { Button } from "@/ui/controls/Button";
import { useActNow } from "../parts/acting";
import { Facts } from "../parts/Facts";
import { Listing } from "../parts/Listing";
import { usePages } from "../parts/usePages";

export function InvitesSection() {
  const { t } = useTranslation();
  const pages = usePages(["invites"], listAllInvites);
  const region = useRef<HTMLDivElement>(null);
  return (
    // A revoked invitation leaves the list, and its button with it.
    <div ref={region} tabIndex={-1} className="outline-none">
      <Listing
        label={t("admin.invites")}
        pages={pages}
        empty={<EmptyState title={t("admin.invites_none")}>{t("admin.invites_none_text")}</EmptyState>}
      >
        {(invite) => <InviteItem key={invite.id} invite={invite} onRevoked={() => region.current?.focus()} />}
      </Listing>
    </div>
  );
}

function InviteItem({ invite, onRevoked }: { invite: AdminInvite; onRevoked: () => void }) {
  const { t, i18n } = useTranslation();
  const actNow = useActNow();
  const [busy, setBusy] = useState(false);
  const room = invite.room.name;
  const date = longDate(i18n.language, invite.created_at);
  const revoke = async () => {
    setBusy(true);
    await actNow(() => revokeAnyInvite(invite.id).then(onRevoked), t("admin.invite_revoked"));
    setBusy(false);
  };
  return (
    <li className="@container flex flex-wrap items-start gap-3 py-4">
      <div className="min-w-40 grow basis-0">
        <p className="font-semibold break-words">
          <bdi>{room}</bdi>
        </p>
        <p className="text-sm text-text-3">
          {invite.created_by === null
            ? t("admin.invite_on", { date })
            : t("admin.invite_by", { name: invite.created_by.display_name, date })}
        </p>
        <Facts
          facts={[
            {
              label: t("admin.invite_used"),
              value:
                invite.max_uses === null
                  ? t("admin.invite_uses", { count: invite.uses })
                  : t("admin.invite_uses_of", { uses: invite.uses, max: invite.max_uses }),
            },
            {
              label: t("admin.invite_expires"),
              value:
                invite.expires_at === null
                  ? t("admin.invite_never")
                  : relative(i18n.language, invite.expires_at),
            },
          ]}
        />
      </div>
      <Button busy={busy} aria-label={t("admin.invite_revoke_of", { room })} onClick={() => void revoke()}>
        {t("admin.invite_revoke")}
      </Button>
    </li>
  );
}
