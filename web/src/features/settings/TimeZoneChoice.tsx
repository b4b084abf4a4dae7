// The user's time zone, and whether others see their local time. Applies to all devices.
import { Clock } from "lucide-react";
import { useTranslation } from "@/i18n/useTranslation";
import { deviceZone, zonesWith } from "@/lib/time/localTime";
import { useMe } from "@/state/session/whoami";
import { Button } from "@/ui/controls/Button";
import { Select } from "@/ui/controls/Select";
import { Switch } from "@/ui/controls/Switch";
import { useSettings } from "./useSettings";

export function TimeZoneChoice() {
  const { t } = useTranslation();
  const me = useMe();
  const change = useSettings();
  if (me === null) return null;
  const { time_zone, share_local_time } = { ...me.settings, ...change.variables };
  const zone = time_zone ?? "";
  const here = deviceZone();
  return (
    <div className="grid gap-4 border-t border-line pt-5">
      <Select
        label={t("settings.zone")}
        value={zone}
        disabled={change.isPending}
        options={[
          { value: "", label: t("settings.zone_none") },
          ...zonesWith(here, ...(zone === "" ? [] : [zone])).map((value) => ({
            value,
            label: value.replaceAll("_", " "),
          })),
        ]}
        onChange={(event) => change.mutate({ time_zone: event.target.value || null })}
      />
      {zone !== here && (
        <div>
          <Button icon={<Clock size={16} />} onClick={() => change.mutate({ time_zone: here })}>
            {t("settings.zone_use", { zone: here.replaceAll("_", " ") })}
          </Button>
        </div>
      )}
      <Switch
        label={t("settings.zone_share")}
        hint={t("settings.zone_share_hint")}
        checked={share_local_time && zone !== ""}
        disabled={change.isPending || zone === ""}
        onChange={(share) => change.mutate({ share_local_time: share })}
      />
    </div>
  );
}
