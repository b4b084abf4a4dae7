// Renames a folder.
import { useTranslation } from "@/i18n/useTranslation";
import { useFolders } from "@/state/rooms/folderList";
import { changeFolders } from "@/state/rooms/folders";
import { notify } from "@/state/shell/notices";
import { useProblem } from "@/state/requests/useProblem";
import { Dialog } from "@/ui/overlays/Dialog";
import { renameFolder } from "./arrange";
import { FolderForm } from "./MoveRoomDialog";

export function RenameFolderDialog({ folderId, onClose }: { folderId: string; onClose: () => void }) {
  const { t } = useTranslation();
  const problem = useProblem();
  const folder = useFolders(({ folders }) => folders.find(({ id }) => id === folderId));
  if (folder === undefined) return null;
  const rename = (name: string) => {
    onClose();
    changeFolders((folders) => renameFolder(folders, folderId, name)).catch((error: unknown) =>
      notify({ text: t("folders.failed", { problem: problem(error) }), tone: "danger" }),
    );
  };
  return (
    <Dialog title={t("folders.rename_title")} closeLabel={t("common.close")} onClose={onClose}>
      <FolderForm
        label={t("folders.name")}
        submit={t("common.save")}
        name={folder.name}
        onName={rename}
        onCancel={onClose}
      />
    </Dialog>
  );
}
