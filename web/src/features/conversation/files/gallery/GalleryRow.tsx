// A gallery file that is not a picture: type, author and time, with a link to its message and a download.
import { Download, File as FileIcon, Film, MessageSquare, Music } from "lucide-react";
import { useTranslation } from "@/i18n/useTranslation";
import { shortWhen, sizeOf } from "@/lib/format";
import { backend } from "@/net/http";
import type { RoomFile } from "@/net/protocol.gen";
import { IconButton } from "@/ui/controls/IconButton";
import { clock } from "../clock";

export function GalleryRow({ file, onJump }: { file: RoomFile; onJump: () => void }) {
  const { t, i18n } = useTranslation();
  const { attachment, author, created_at } = file;
  const { name, content_type, size, duration } = attachment;
  const Icon = content_type.startsWith("video/")
    ? Film
    : content_type.startsWith("audio/")
      ? Music
      : FileIcon;
  const long = duration === null ? sizeOf(i18n.language, size) : clock(duration);
  return (
    <li className="gallery-row">
      <Icon size={20} aria-hidden="true" className="shrink-0 text-text-3" />
      <div className="min-w-0 grow">
        <p className="truncate text-sm font-medium">{name}</p>
        <p className="truncate text-xs text-text-3">
          <span>{`${long} · ${author.display_name} · `}</span>
          <time dateTime={created_at}>{shortWhen(i18n.language, created_at)}</time>
        </p>
      </div>
      <IconButton
        label={t("media.jump_to", { name })}
        tip="none"
        icon={<MessageSquare size={17} />}
        onClick={onJump}
      />
      <a
        href={`${backend}${attachment.url}`}
        download={name}
        aria-label={t("files.download", { name })}
        className="file-download"
      >
        <Download size={18} aria-hidden="true" />
      </a>
    </li>
  );
}
