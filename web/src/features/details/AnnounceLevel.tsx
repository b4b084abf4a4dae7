// Setting for what is announced to screen readers while a room is open: everything, mentions, or a count once a minute. Stored on
// this device.
import { useState } from "react";
import { useTranslation } from "@/i18n/useTranslation";
import { type Announcements, announcementsOf, setAnnouncements } from "@/state/notifications/announcements";
import { Segmented } from "@/ui/controls/Segmented";

const LEVELS: readonly Announcements[] = ["everything", "mentions", "digest"];

export function AnnounceLevel({ roomId }: { roomId: string }) {
  const { t } = useTranslation();
  const [level, setLevel] = useState(() => announcementsOf(roomId));
  const choose = (next: Announcements) => {
    setAnnouncements(roomId, next);
    setLevel(next);
  };
  return (
    <div className="border-t border-line px-5 py-4">
      <Segmented
        label={t("details.announce")}
        value={level}
        onChange={choose}
        options={LEVELS.map((value) => ({ value, label: t(`details.announce_${value}`) }))}
      />
      <p className="mt-1.5 text-xs text-text-3">{t("details.announce_hint")}</p>
    </div>
  );
}
