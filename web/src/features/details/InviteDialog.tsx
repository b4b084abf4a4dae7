// Inviting people: create a link with limits, copy it, revoke active links. Moderators can make links for guests.
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "@/i18n/useTranslation";
import { createInvite, listInvites } from "@/net/api/invites";
import { keys, queries } from "@/state/requests/queries";
import { moderates } from "@/state/rooms/rights";
import { useRoom } from "@/state/rooms/rooms";
import { useProblem } from "@/state/requests/useProblem";
import { Button } from "@/ui/controls/Button";
import { Dialog } from "@/ui/overlays/Dialog";
import { ErrorSummary } from "@/ui/blocks/ErrorSummary";
import { QrCode } from "@/ui/pictures/QrCode";
import { Segmented } from "@/ui/controls/Segmented";
import { Select } from "@/ui/controls/Select";
import { CopyLink } from "@/ui/controls/CopyLink";
import { type EndChoice, endOf } from "./guests/end";
import { GuestEnd } from "./guests/GuestEnd";
import { type Lifetime, lifetimes, secondsOf } from "./guests/lifetime";
import { InviteRow } from "./InviteRow";

/** Thrown instead of asking the server for guests until a day that it would refuse. */
class NoSuchDay extends Error {}

const USES = [1, 5, 10, 25, 100];

export function InviteDialog({ roomId, onClose }: { roomId: string; onClose: () => void }) {
  const { t } = useTranslation();
  const problem = useProblem();
  const room = useRoom(roomId);
  const [opened] = useState(() => new Date());
  const [guests, setGuests] = useState(false);
  const [choice, setChoice] = useState<EndChoice>({ end: "week", own: "" });
  const [lifetime, setLifetime] = useState<Lifetime>("in_week");
  const [uses, setUses] = useState("");
  const invites = useQuery({ queryKey: keys.invites(roomId), queryFn: () => listInvites(roomId) }, queries);
  const make = useMutation(
    {
      mutationFn: () => {
        const now = new Date();
        const end = guests ? endOf(choice, now) : null;
        if (guests && end === null) throw new NoSuchDay();
        return createInvite(roomId, {
          expires_in: secondsOf(lifetime, end, now),
          max_uses: uses === "" ? null : Number(uses),
          ...(end !== null && { guest_until: end.toISOString() }),
        });
      },
      onSuccess: () => queries.invalidateQueries({ queryKey: keys.invites(roomId) }),
    },
    queries,
  );
  const made = make.data;
  const others = invites.data?.invites.filter((invite) => invite.code !== made?.code) ?? [];
  const offered = lifetimes(guests ? endOf(choice, opened) : null, opened);
  // A lifetime that the chosen end has made too long.
  if (!offered.includes(lifetime)) setLifetime("never");

  return (
    <Dialog
      title={t("invites.title", { room: room?.name ?? "" })}
      closeLabel={t("common.close")}
      onClose={onClose}
      size="md"
    >
      <p className="text-text-2">{t("invites.lead")}</p>
      <div className="mt-5 grid gap-4 rail:grid-cols-2">
        {moderates(room) && <WhoJoins guests={guests} onChange={setGuests} />}
        {guests && <GuestEnd choice={choice} onChange={setChoice} />}
        <Select
          label={t("invites.expires")}
          value={lifetime}
          onChange={(event) => setLifetime(event.target.value as Lifetime)}
          options={offered.map((value) => ({
            value,
            label: t(value === "never" && guests ? "invites.with_access" : `invites.${value}`),
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
          errors={
            make.isError ? [make.error instanceof NoSuchDay ? t("guests.past") : problem(make.error)] : []
          }
          attempt={make.isError ? make.submittedAt : 0}
        />
        {made !== undefined && <Made url={made.url} />}
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

function WhoJoins({ guests, onChange }: { guests: boolean; onChange: (guests: boolean) => void }) {
  const { t } = useTranslation();
  return (
    <div className="rail:col-span-2">
      <Segmented
        label={t("invites.who")}
        value={guests ? "guests" : "members"}
        options={(["members", "guests"] as const).map((value) => ({ value, label: t(`invites.${value}`) }))}
        onChange={(who) => onChange(who === "guests")}
      />
      {guests && <p className="mt-3 text-sm text-text-2 text-pretty">{t("invites.guests_hint")}</p>}
    </div>
  );
}

/** The new link, to copy and to scan. */
function Made({ url }: { url: string }) {
  const { t } = useTranslation();
  return (
    <div className="flex flex-col items-center gap-4 rail:flex-row">
      <QrCode text={url} label={t("invites.qr")} size={148} />
      <div className="w-full min-w-0 grow">
        <CopyLink
          url={url}
          label={t("invites.link")}
          copy={t("invites.copy")}
          copied={t("invites.copied")}
          stacked
        />
      </div>
    </div>
  );
}
