// Setting for a room's notifications: everything, mentions, or nothing.
import { useTranslation } from "@/i18n/useTranslation";
import type { Notify, Room } from "@/net/protocol.gen";
import { notify } from "@/state/shell/notices";
import { changeNotifyLevel, levelOf, levelsOf } from "@/state/notifications/notifyLevel";
import { useProblem } from "@/state/requests/useProblem";
import { Segmented } from "@/ui/controls/Segmented";

export function NotifyLevel({ room }: { room: Room }) {
  const { t } = useTranslation();
  const level = levelOf(room);
  const problem = useProblem();
  const choose = async (next: Notify) => {
    try {
      await changeNotifyLevel(room.id, next);
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
        options={levelsOf(room.kind).map((value) => ({ value, label: t(`details.notify_${value}`) }))}
      />
      <p className="mt-1.5 text-xs text-text-3">{t(`details.notify_${level}_hint`)}</p>
    </div>
  );
}
