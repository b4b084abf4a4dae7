// A file of a waiting message: its local picture, its progress, and a button to remove it. It has the same box as the uploaded
// file will have.
import { X } from "lucide-react";
import { useEffect } from "react";
import { useTranslation } from "@/i18n/useTranslation";
import { useConversation } from "@/state/conversation/conversation";
import { uploads, useTrayFile } from "@/state/files/files";
import { IconButton } from "@/ui/controls/IconButton";

interface HeldProps {
  held: string;
  messageId: string;
}

export function HeldPicture({ held, messageId, alt }: HeldProps & { alt: string }) {
  const file = useTrayFile(held);
  return (
    <>
      {file?.preview != null && <img src={file.preview} alt={alt} draggable={false} />}
      <div className="held-over">
        <HeldState held={held} messageId={messageId} />
      </div>
    </>
  );
}

export function HeldState({ held, messageId }: HeldProps) {
  const { t } = useTranslation();
  const file = useTrayFile(held);
  const known = file !== undefined;
  useEffect(() => {
    // It was added in another tab, or before this page was opened: load it now.
    if (!known)
      uploads()
        .then((files) => files.restore(new Set([held]), false))
        .catch(() => {});
  }, [known, held]);
  if (file === undefined || file.state === "ready") return <span className="file-download" />;
  const remove = () => {
    useConversation.getState().current?.outbox.removeFile(messageId, held);
    void uploads().then((files) => files.remove(held));
  };
  return (
    <div className="held-state">
      {file.state === "waiting" && file.error !== null ? (
        <p className="min-w-0 grow truncate text-xs">{t("media.waiting")}</p>
      ) : (
        <progress
          aria-label={t("files.progress", { name: file.name })}
          value={file.share}
          max={1}
          className="tray-progress"
        />
      )}
      <IconButton
        label={t("files.cancel", { name: file.name })}
        tip="none"
        icon={<X size={16} />}
        onClick={remove}
      />
    </div>
  );
}
