// The choice of when guest access ends: a number of days, or a date of one's own.
import { useState } from "react";
import { useTranslation } from "@/i18n/useTranslation";
import { Field } from "@/ui/controls/Field";
import { Select } from "@/ui/controls/Select";
import { daysFrom, type End, type EndChoice, ENDS } from "./end";

interface GuestEndProps {
  choice: EndChoice;
  onChange: (choice: EndChoice) => void;
}

export function GuestEnd({ choice, onChange }: GuestEndProps) {
  const { t } = useTranslation();
  const [days] = useState(() => daysFrom(new Date()));
  return (
    <>
      <Select
        label={t("guests.until")}
        value={choice.end}
        options={ENDS.map((value) => ({ value, label: t(`guests.until_${value}`) }))}
        onChange={(event) => onChange({ ...choice, end: event.target.value as End })}
      />
      {choice.end === "own" && (
        <Field
          type="date"
          label={t("guests.own")}
          hint={t("guests.own_hint")}
          value={choice.own}
          required
          {...days}
          onChange={(event) => onChange({ ...choice, own: event.target.value })}
        />
      )}
    </>
  );
}
