// Privacy: what others see of the user, and the list of blocked people. Applies to all devices.
import { useTranslation } from "@/i18n/useTranslation";
import { useMe } from "@/state/session/whoami";
import { Switch } from "@/ui/controls/Switch";
import { BlockedPeople } from "./BlockedPeople";
import { useSettings } from "./useSettings";

export function PrivacySection() {
  const { t } = useTranslation();
  const me = useMe();
  const change = useSettings();
  if (me === null) return null;
  return (
    <div className="max-w-110">
      <Switch
        label={t("settings.receipts")}
        hint={t("settings.receipts_hint")}
        checked={change.variables?.read_receipts ?? me.settings.read_receipts}
        disabled={change.isPending}
        onChange={(checked) => change.mutate({ read_receipts: checked })}
      />
      <BlockedPeople />
    </div>
  );
}
