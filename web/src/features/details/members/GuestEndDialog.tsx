// Changes until when a member is a guest of the room.
import { useState } from "react";
import { useTranslation } from "@/i18n/useTranslation";
import { dayInWords } from "@/lib/format";
import { dayField } from "@/lib/time/days";
import { notify } from "@/state/shell/notices";
import { Confirm } from "@/ui/overlays/Confirm";
import { type EndChoice, endOf } from "../guests/end";
import { GuestEnd } from "../guests/GuestEnd";
import type { ActProps } from "./ActDialog";
import { setEnd, useActProblem } from "./acting";

/** Thrown instead of asking the server for a day that it would refuse. */
class NoSuchDay extends Error {}

export function GuestEndDialog({ room, member, onClose }: ActProps) {
  const { t, i18n } = useTranslation();
  const problem = useActProblem();
  const { user, guest_until } = member;
  const name = user.display_name;
  const dayOf = (at: string) => dayInWords(i18n.language, at);
  const [choice, setChoice] = useState<EndChoice>(() => ({
    end: "own",
    own: guest_until === undefined ? "" : dayField(new Date(guest_until)),
  }));
  return (
    <Confirm
      title={t("guests.title", { name })}
      action={t("common.save")}
      tone="primary"
      problem={(error) => (error instanceof NoSuchDay ? t("guests.past") : problem(error, name))}
      onConfirm={async () => {
        const until = endOf(choice, new Date());
        if (until === null) throw new NoSuchDay();
        await setEnd(room.id, user.id, until);
        onClose();
        notify({ text: t("guests.changed", { name, date: dayOf(until.toISOString()) }), tone: "success" });
      }}
      onClose={onClose}
    >
      {guest_until !== undefined && (
        <p className="text-text-2 text-pretty">{t("guests.current", { name, date: dayOf(guest_until) })}</p>
      )}
      <GuestEnd choice={choice} onChange={setChoice} />
    </Confirm>
  );
}
