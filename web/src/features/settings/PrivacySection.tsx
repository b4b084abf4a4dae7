// Privacy: what others see of the user, and the list of blocked people. Applies to all devices.
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "@/i18n/useTranslation";
import { patchMe } from "@/net/api/me";
import { notify } from "@/state/shell/notices";
import { queries } from "@/state/requests/queries";
import { signedInAs } from "@/state/session/session";
import { useProblem } from "@/state/requests/useProblem";
import { useMe } from "@/state/session/whoami";
import { Switch } from "@/ui/controls/Switch";
import { BlockedPeople } from "./BlockedPeople";

export function PrivacySection() {
  const { t } = useTranslation();
  const problem = useProblem();
  const me = useMe();
  const change = useMutation(
    {
      mutationFn: (read_receipts: boolean) => patchMe({ settings: { read_receipts } }),
      onSuccess: signedInAs,
      onError: (error) => notify({ text: problem(error), tone: "danger" }),
    },
    queries,
  );
  if (me === null) return null;
  // Shows the chosen value while waiting for the answer.
  const shown = change.isPending ? change.variables : me.settings.read_receipts;
  return (
    <div className="max-w-110">
      <Switch
        label={t("settings.receipts")}
        hint={t("settings.receipts_hint")}
        checked={shown}
        disabled={change.isPending}
        onChange={(checked) => change.mutate(checked)}
      />
      <BlockedPeople />
    </div>
  );
}
