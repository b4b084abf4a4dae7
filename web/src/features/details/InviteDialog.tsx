// Inviting people: create a link with limits, copy it, revoke active links.
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "@/i18n/useTranslation";
import { createInvite, listInvites } from "@/net/api/invites";
import { keys, queries } from "@/state/requests/queries";
import { useRoom } from "@/state/rooms/rooms";
import { useProblem } from "@/state/requests/useProblem";
import { Button } from "@/ui/controls/Button";
import { Dialog } from "@/ui/overlays/Dialog";
import { ErrorSummary } from "@/ui/blocks/ErrorSummary";
import { QrCode } from "@/ui/pictures/QrCode";
import { Select } from "@/ui/controls/Select";
import { CopyLink } from "@/ui/controls/CopyLink";
import { InviteRow } from "./InviteRow";

const HOUR = 3_600;
const LIFETIMES = {
  in_hour: HOUR,
  in_day: 24 * HOUR,
  in_week: 168 * HOUR,
  in_month: 720 * HOUR,
  never: null,
} as const;
type Lifetime = keyof typeof LIFETIMES;
const USES = [1, 5, 10, 25, 100];

export function InviteDialog({ roomId, onClose }: { roomId: string; onClose: () => void }) {
  const { t } = useTranslation();
  const problem = useProblem();
  const room = useRoom(roomId);
  const [lifetime, setLifetime] = useState<Lifetime>("in_week");
  const [uses, setUses] = useState("");
  const invites = useQuery({ queryKey: keys.invites(roomId), queryFn: () => listInvites(roomId) }, queries);
  const make = useMutation(
    {
      mutationFn: () =>
        createInvite(roomId, {
          expires_in: LIFETIMES[lifetime],
          max_uses: uses === "" ? null : Number(uses),
        }),
      onSuccess: () => queries.invalidateQueries({ queryKey: keys.invites(roomId) }),
    },
    queries,
  );
  const made = make.data;
  const others = invites.data?.invites.filter((invite) => invite.code !== made?.code) ?? [];

  return (
    <Dialog
      title={t("invites.title", { room: room?.name ?? "" })}
      closeLabel={t("common.close")}
      onClose={onClose}
      size="md"
    >
      <p className="text-text-2">{t("invites.lead")}</p>
      <div className="mt-5 grid gap-4 rail:grid-cols-2">
        <Select
          label={t("invites.expires")}
          value={lifetime}
          onChange={(event) => setLifetime(event.target.value as Lifetime)}
          options={(Object.keys(LIFETIMES) as Lifetime[]).map((value) => ({
            value,
            label: t(`invites.${value}`),
          }))}
        />
        <Select
          label={t("invites.uses")}
          value={uses}
          onChange={(event) => setUses(event.target.value)}
          options={[
            { value: "", label: t("invites.unlimited") },
            ...USES.map((count) => ({ value: String(count), label: t("invites.times", { count }) })),
          ]}
        />
      </div>
      <div className="mt-4 grid gap-4">
        <ErrorSummary
          title=""
          errors={make.isError ? [problem(make.error)] : []}
          attempt={make.isError ? make.submittedAt : 0}
        />
        {made !== undefined && (
          <div className="flex flex-col items-center gap-4 rail:flex-row">
            <QrCode text={made.url} label={t("invites.qr")} size={148} />
            <div className="w-full min-w-0 grow">
              <CopyLink
                url={made.url}
                label={t("invites.link")}
                copy={t("invites.copy")}
                copied={t("invites.copied")}
                stacked
              />
            </div>
          </div>
        )}
        <Button
          tone={made === undefined ? "primary" : "secondary"}
          size="lg"
          busy={make.isPending}
          onClick={() => make.mutate()}
          data-autofocus=""
        >
          {t("invites.make")}
        </Button>
      </div>
      {others.length > 0 && (
        <section className="mt-7">
          <h3 className="text-sm font-semibold">{t("invites.active")}</h3>
          <ul className="mt-1 divide-y divide-line">
            {others.map((invite) => (
              <li key={invite.code}>
                <InviteRow invite={invite} />
              </li>
            ))}
          </ul>
        </section>
      )}
    </Dialog>
  );
}
