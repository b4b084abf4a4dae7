// Asks for confirmation before a message mentions everybody: shows how many people it would notify; sending again confirms.
import type { TFunction } from "i18next";
import { Users } from "lucide-react";
import { useTranslation } from "@/i18n/useTranslation";
import type { AskedMention } from "../sending/roomMention";

interface RoomMentionBarProps {
  mention: AskedMention;
  onSend: () => void;
  onCancel: () => void;
}

function questionOf(mention: AskedMention, t: TFunction): string {
  switch (mention.kind) {
    case "notifies":
      return t("composer.room_notifies", { count: mention.others });
    case "notifies_active":
      return t("composer.here_notifies");
    case "plain":
      return t("composer.room_plain");
    case "plain_active":
      return t("composer.here_plain");
  }
}

export function RoomMentionBar({ mention, onSend, onCancel }: RoomMentionBarProps) {
  const { t } = useTranslation();
  return (
    <div
      role="alert"
      className="flex flex-wrap items-center gap-x-2 gap-y-1 border-b border-line py-1.5 ps-3 pe-1.5 text-sm"
    >
      <span className="flex min-w-0 grow items-center gap-2">
        <Users size={15} aria-hidden="true" className="shrink-0 text-text-3" />
        <span className="min-w-0 grow">{questionOf(mention, t)}</span>
      </span>
      <span className="ms-auto flex shrink-0 items-center gap-1">
        <button
          type="button"
          onClick={onCancel}
          className="min-h-8 rounded-md px-2.5 hover:bg-surface-2 pointer-coarse:min-h-11"
        >
          {t("common.cancel")}
        </button>
        <button
          type="button"
          onClick={onSend}
          className="min-h-8 rounded-md px-2.5 font-medium text-accent hover:bg-surface-2 pointer-coarse:min-h-11"
        >
          {t("composer.room_send")}
        </button>
      </span>
    </div>
  );
}
