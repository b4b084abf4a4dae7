// Whether this browser shows notifications, and what they contain. Only the switch requests the browser's permission.
import { useState } from "react";
import { useTranslation } from "@/i18n/useTranslation";
import {
  changeNotifications,
  enableNotifications,
  mayNotify,
  notificationSettings,
  useNotificationChanges,
} from "@/state/notifications/settings";
import { Switch } from "@/ui/controls/Switch";
import { QuietHoursForm } from "./QuietHoursForm";

export function NotificationsSection() {
  const { t } = useTranslation();
  useNotificationChanges();
  const [asking, setAsking] = useState(false);
  const { on, text } = notificationSettings();
  const permission = mayNotify();
  const refused = permission === "denied" || permission === "unsupported";
  const shown = on && permission === "granted";
  const choose = async (wanted: boolean) => {
    if (!wanted) return changeNotifications({ on: false });
    setAsking(true);
    try {
      await enableNotifications();
    } finally {
      setAsking(false);
    }
  };
  return (
    <div className="grid max-w-110 gap-6">
      <div>
        <Switch
          label={t("notifications.toggle")}
          hint={t("notifications.toggle_hint")}
          checked={shown}
          disabled={refused || asking}
          onChange={(wanted) => void choose(wanted)}
        />
        {refused && (
          <p role="status" className="mt-3 rounded-md bg-surface-2 px-3 py-2 text-sm text-text-2">
            {t(permission === "denied" ? "notifications.blocked" : "notifications.unsupported")}
          </p>
        )}
      </div>
      <Switch
        label={t("notifications.text")}
        hint={t("notifications.text_hint")}
        checked={text}
        disabled={!shown}
        onChange={(chosen) => changeNotifications({ text: chosen })}
      />
      <QuietHoursForm />
    </div>
  );
}
