// Quiet hours: times of the week at which the user is not to be disturbed. They take effect when saved, on all devices.
import { Plus, Trash2 } from "lucide-react";
import { type FormEvent, useState } from "react";
import { useTranslation } from "@/i18n/useTranslation";
import { QUIET_HOURS } from "@/lib/limits.gen";
import { DAYS, dayName, deviceZone } from "@/lib/time/localTime";
import type { QuietHours, Weekday } from "@/net/protocol.gen";
import { useMe } from "@/state/session/whoami";
import { Button } from "@/ui/controls/Button";
import { Field } from "@/ui/controls/Field";
import { IconButton } from "@/ui/controls/IconButton";
import { useSettings } from "./useSettings";

/** An entry with a key of its own, because others can be removed before it. */
interface Entry extends QuietHours {
  key: number;
}

const USUAL: QuietHours = { days: [...DAYS], from: "22:00", to: "07:00" };

export function QuietHoursForm() {
  const { t } = useTranslation();
  const me = useMe();
  const change = useSettings();
  const [entries, setEntries] = useState<readonly Entry[]>(() =>
    (me?.settings.quiet_hours ?? []).map((hours, key) => ({ ...hours, key })),
  );
  const [dirty, setDirty] = useState(false);
  if (me === null) return null;
  const zone = me.settings.time_zone ?? deviceZone();
  const edit = (next: readonly Entry[]) => {
    setEntries(next);
    setDirty(true);
  };
  const save = (event: FormEvent) => {
    event.preventDefault();
    const quiet_hours = entries.map(({ days, from, to }) => ({ days, from, to }));
    setDirty(false);
    // Hours without a zone would be in UTC. What was refused can be saved again.
    change.mutate({ quiet_hours, time_zone: zone }, { onError: () => setDirty(true) });
  };
  const complete = entries.every(({ days, from, to }) => days.length > 0 && from !== "" && to !== "");
  const add = () => edit([...entries, { ...USUAL, key: Math.max(-1, ...entries.map(({ key }) => key)) + 1 }]);
  return (
    <form onSubmit={save} noValidate className="grid gap-4 border-t border-line pt-5">
      <div>
        <h4 className="text-sm font-medium">{t("quiet.title")}</h4>
        <p className="mt-0.5 text-sm text-text-2">{t("quiet.hint", { zone: zone.replaceAll("_", " ") })}</p>
      </div>
      {entries.map((entry, index) => (
        <HoursFields
          key={entry.key}
          label={t("quiet.entry", { number: index + 1 })}
          hours={entry}
          onChange={(hours) =>
            edit(entries.map((one) => (one.key === entry.key ? { ...hours, key: entry.key } : one)))
          }
          onRemove={() => edit(entries.filter((one) => one.key !== entry.key))}
        />
      ))}
      <div className="flex flex-wrap gap-2">
        {entries.length < QUIET_HOURS && (
          <Button icon={<Plus size={16} />} onClick={add}>
            {t("quiet.add")}
          </Button>
        )}
        {dirty && (
          <Button type="submit" tone="primary" disabled={!complete} busy={change.isPending}>
            {t("common.save")}
          </Button>
        )}
      </div>
      {!complete && <p className="text-sm text-text-2">{t("quiet.incomplete")}</p>}
    </form>
  );
}

interface HoursFieldsProps {
  label: string;
  hours: QuietHours;
  onChange: (hours: QuietHours) => void;
  onRemove: () => void;
}

function HoursFields({ label, hours, onChange, onRemove }: HoursFieldsProps) {
  const { t, i18n } = useTranslation();
  const toggle = (day: Weekday) => {
    const chosen = new Set(hours.days);
    if (!chosen.delete(day)) chosen.add(day);
    onChange({ ...hours, days: DAYS.filter((one) => chosen.has(one)) });
  };
  return (
    <fieldset className="grid gap-3 rounded-md border border-line p-3">
      <legend className="px-1 text-xs text-text-2">{label}</legend>
      <div className="flex flex-wrap gap-1">
        {DAYS.map((day) => (
          <button
            key={day}
            type="button"
            aria-pressed={hours.days.includes(day)}
            aria-label={dayName(i18n.language, day, "long")}
            onClick={() => toggle(day)}
            className="min-h-8 min-w-10 rounded-md border border-line-strong/50 px-2 text-sm aria-pressed:border-accent aria-pressed:bg-accent aria-pressed:text-on-accent pointer-coarse:min-h-11"
          >
            {dayName(i18n.language, day, "short")}
          </button>
        ))}
      </div>
      <div className="flex items-end gap-2">
        <div className="grow">
          <Field
            type="time"
            label={t("quiet.from")}
            value={hours.from}
            onChange={(event) => onChange({ ...hours, from: event.target.value })}
          />
        </div>
        <div className="grow">
          <Field
            type="time"
            label={t("quiet.to")}
            value={hours.to}
            onChange={(event) => onChange({ ...hours, to: event.target.value })}
          />
        </div>
        <IconButton
          label={t("quiet.remove")}
          tip="none"
          icon={<Trash2 size={16} />}
          onClick={onRemove}
          className="mb-1.5"
        />
      </div>
      {hours.to <= hours.from && <p className="text-xs text-text-2">{t("quiet.next_day")}</p>}
    </fieldset>
  );
}
