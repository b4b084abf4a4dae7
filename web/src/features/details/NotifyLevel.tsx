// Setting for a room's notifications: everything, mentions, or nothing.
import { useTranslation } from "@/i18n/useTranslation";
import type { Notify } from "@/net/protocol.gen";
import { notify } from "@/state/shell/notices";
import { changeNotifyLevel } from "@/state/notifications/notifyLevel";
import { useProblem } from "@/state/requests/useProblem";
import { Segmented } from "@/ui/controls/Segmented";

const LEVELS = ["all", "mentions", "none"] as const;

export function NotifyLevel({ roomId, level }: { roomId: string; level: Notify }) {
  const { t } = useTranslation();
  const problem = useProblem();
  const choose = async (next: Notify) => {
    try {
      await changeNotifyLevel(roomId, next);
    } catch (error) {
      notify({ text: problem(error), tone: "danger" });
    }
  };
  return (
    <div className="border-t border-line px-5 py-4">
      <Segmented
        label={t("details.notify")}
        value={level}
        onChange={(next) => void choose(next)}
        options={LEVELS.map((value) => ({ value, label: t(`details.notify_${value}`) }))}
      />
      <p className="mt-1.5 text-xs text-text-3">{t(`details.notify_${level}_hint`)}</p>
    </div>
  );
}
