// Asks before a group is deleted.
import { useTranslation } from "@/i18n/useTranslation";
import { groupsOf } from "@/net/api/groups";
import type { Group } from "@/net/protocol.gen";
import { notify } from "@/state/shell/notices";
import { Confirm } from "@/ui/overlays/Confirm";
import type { Keeping } from "./GroupsPane";

interface DeleteGroupProps {
  keeping: Keeping;
  group: Group;
  onClose: () => void;
}

export function DeleteGroup({ keeping, group, onClose }: DeleteGroupProps) {
  const { t } = useTranslation();
  return (
    <Confirm
      title={t("groups.delete_title", { name: group.name })}
      action={t("groups.delete")}
      problem={keeping.problem}
      onConfirm={async () => {
        await keeping.change(() => groupsOf(keeping.roomId).remove(group.id));
        onClose();
        notify({ text: t("groups.deleted", { name: group.name }), tone: "success" });
      }}
      onClose={onClose}
    >
      <p className="text-text-2 text-pretty">{t("groups.delete_text", { handle: group.handle })}</p>
    </Confirm>
  );
}
