// How the user appears to others: as their devices report, away, or not to be disturbed, for a time. It takes effect at once.
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "@/i18n/useTranslation";
import { untilWhen } from "@/lib/format";
import { putPresence } from "@/net/api/me";
import type { PresenceMode } from "@/net/protocol.gen";
import { queries } from "@/state/requests/queries";
import { useProblem } from "@/state/requests/useProblem";
import { signedInAs } from "@/state/session/session";
import { useMe } from "@/state/session/whoami";
import { notify } from "@/state/shell/notices";
import { Segmented } from "@/ui/controls/Segmented";
import { Select } from "@/ui/controls/Select";
import { untilOf } from "./until";

const MODES = ["auto", "away", "do_not_disturb"] as const satisfies readonly PresenceMode[];
const UNTILS = ["half_hour", "hour", "today", "week", "never"] as const;
type Until = (typeof UNTILS)[number];
/** The end that was chosen earlier, which is none of these. */
const KEPT = "kept";

export function PresenceChoice() {
  const { t, i18n } = useTranslation();
  const problem = useProblem();
  const me = useMe();
  const change = useMutation(
    {
      mutationFn: ({ mode, until }: { mode: PresenceMode; until: Until }) => {
        const end = mode === "auto" ? null : untilOf(until, new Date());
        return putPresence({ mode, ...(end !== null && { until: end.toISOString() }) });
      },
      onSuccess: signedInAs,
      onError: (error) => notify({ text: problem(error), tone: "danger" }),
    },
    queries,
  );
  if (me === null) return null;
  const { mode, until } = currently(me.presence);
  // Shows the chosen mode while waiting for the answer.
  const shown = change.isPending ? change.variables.mode : mode;
  const end = change.isPending ? change.variables.until : until === null ? "never" : KEPT;
  return (
    <div className="grid gap-3">
      <Segmented
        label={t("presence.title")}
        value={shown}
        onChange={(next) => change.mutate({ mode: next, until: "never" })}
        options={MODES.map((value) => ({ value, label: t(`presence.mode_${value}`) }))}
      />
      <p className="text-xs text-text-2">{t(`presence.hint_${shown}`)}</p>
      {shown !== "auto" && (
        <Select
          label={t("presence.until")}
          value={end}
          options={[
            ...(until === null
              ? []
              : [
                  { value: KEPT, label: t("presence.until_kept", { when: untilWhen(i18n.language, until) }) },
                ]),
            ...UNTILS.map((value) => ({ value, label: t(`presence.until_${value}`) })),
          ]}
          onChange={(event) => {
            const chosen = UNTILS.find((value) => value === event.target.value);
            if (chosen !== undefined) change.mutate({ mode: shown, until: chosen });
          }}
        />
      )}
    </div>
  );
}

interface Choice {
  mode: PresenceMode;
  until: string | null;
}

/** What is left of a choice. Accounts that an earlier version remembered have none. */
export function currently(choice: Choice | undefined, now: number = Date.now()): Choice {
  const over = choice?.until != null && Date.parse(choice.until) <= now;
  return choice === undefined || over ? { mode: "auto", until: null } : choice;
}
