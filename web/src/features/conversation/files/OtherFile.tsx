// A file that is not a picture: a player for video and audio, a row for the rest. The box around it already exists.
import { Download, File as FileIcon } from "lucide-react";
import { sizeOf } from "@/lib/format";
import { useTranslation } from "@/i18n/useTranslation";
import { backend } from "@/net/http";
import type { Attachment } from "@/net/protocol.gen";
import { useTrayFile } from "@/state/files/files";
import { heldKey } from "@/state/timeline/tentative";
import { HeldState } from "./HeldFile";
import { kindOf } from "./kind";
import { SoundPlayer } from "./SoundPlayer";

export function OtherFile({ attachment, messageId }: { attachment: Attachment; messageId: string }) {
  const { t, i18n } = useTranslation();
  const { content_type, name, size, alt } = attachment;
  const held = heldKey(attachment);
  const file = useTrayFile(held ?? "");
  const told = [kindOf(attachment), sizeOf(i18n.language, size)].filter((word) => word !== "").join(" · ");
  const waits = file?.state === "waiting" && file.error !== null;
  const url = `${backend}${attachment.url}`;
  if (held === null && content_type.startsWith("video/"))
    return (
      // oxlint-disable-next-line jsx-a11y/media-has-caption -- nobody wrote captions for what people send each other
      <video controls preload="metadata" src={url} aria-label={alt || name} className="size-full" />
    );
  return (
    <>
      {held === null && content_type.startsWith("audio/") ? (
        <SoundPlayer src={url} name={alt || name} duration={attachment.duration} />
      ) : (
        <>
          <FileIcon size={20} aria-hidden="true" className="shrink-0 text-text-3" />
          <div className="min-w-0 grow">
            <p className="truncate font-medium">{name}</p>
            <p className="truncate text-xs text-text-3">{waits ? t("media.waiting") : told}</p>
          </div>
        </>
      )}
      {held === null ? (
        <a
          href={url}
          download={name}
          tabIndex={-1}
          data-file={attachment.id}
          aria-label={t("files.download", { name })}
          className="file-download"
        >
          <Download size={18} aria-hidden="true" />
        </a>
      ) : (
        <HeldState held={held} messageId={messageId} />
      )}
    </>
  );
}
