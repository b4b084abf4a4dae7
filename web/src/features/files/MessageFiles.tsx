// What a message holds besides its text: pictures in boxes that stand before they load, players, and rows for the rest.
import { Download, File as FileIcon } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "@/i18n/useTranslation";
import { backend } from "@/net/http";
import type { Attachment } from "@/net/protocol.gen";
import { cx } from "@/ui/cx";
import { MediaImage } from "./MediaImage";
import { boxOf, sizeOf } from "./size";
import "./files.css";

const Lightbox = lazy(async () => ({ default: (await import("./Lightbox")).Lightbox }));

/** Animations up to this size play in place; larger ones when they are opened. */
const PLAYS_MAX = 8 * 1024 * 1024;

export function MessageFiles({ attachments }: { attachments: readonly Attachment[] }) {
  const [open, setOpen] = useState<number | null>(null);
  const pictures = attachments.filter(isPicture);
  const others = attachments.filter((attachment) => !isPicture(attachment));
  return (
    <div className="message-files">
      {pictures.length > 0 && (
        <div className={pictures.length > 1 ? "picture-grid" : undefined}>
          {pictures.map((picture, index) => (
            <PictureBox
              key={picture.id}
              picture={picture}
              alone={pictures.length === 1}
              onOpen={() => setOpen(index)}
            />
          ))}
        </div>
      )}
      {others.map((attachment) => (
        <Other key={attachment.id} attachment={attachment} />
      ))}
      {open !== null && (
        <Suspense fallback={null}>
          <Lightbox pictures={pictures} at={open} onClose={() => setOpen(null)} />
        </Suspense>
      )}
    </div>
  );
}

const isPicture = ({ content_type, width, height }: Attachment): boolean =>
  content_type.startsWith("image/") && width !== null && height !== null;

interface PictureBoxProps {
  picture: Attachment;
  alone: boolean;
  onOpen: () => void;
}

function PictureBox({ picture, alone, onOpen }: PictureBoxProps) {
  const { t } = useTranslation();
  const { width, height } = boxOf(picture.width ?? 1, picture.height ?? 1);
  return (
    <button
      type="button"
      tabIndex={-1}
      onClick={onOpen}
      aria-label={t("files.open", { name: picture.name })}
      className={cx("picture-box", !alone && "picture-tile")}
      style={alone ? { width, aspectRatio: `${width} / ${height}` } : undefined}
    >
      <MediaImage src={shownAs(picture)} alt={picture.name} thumbhash={picture.thumbhash} />
    </button>
  );
}

/** What may move, as it is; all else, and everything for people who want no motion, as its small still picture. */
function shownAs({ content_type, size, url, thumbnail_url }: Attachment): string {
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const plays = content_type === "image/gif" || content_type === "image/webp";
  return plays && !still && size <= PLAYS_MAX ? url : (thumbnail_url ?? url);
}

function Other({ attachment }: { attachment: Attachment }) {
  const { t, i18n } = useTranslation();
  const { content_type, name, size, width, height } = attachment;
  const url = `${backend}${attachment.url}`;
  if (content_type.startsWith("video/")) {
    const box = boxOf(width ?? 360, height ?? 203);
    return (
      // oxlint-disable-next-line jsx-a11y/media-has-caption -- nobody wrote captions for what people send each other
      <video
        controls
        preload="metadata"
        src={url}
        aria-label={name}
        className="file-video"
        style={{ width: box.width, aspectRatio: `${box.width} / ${box.height}` }}
      />
    );
  }
  return (
    <div className="file-row">
      <FileIcon size={20} aria-hidden="true" className="shrink-0 text-text-3" />
      <div className="min-w-0 grow">
        <p className="truncate font-medium">{name}</p>
        {content_type.startsWith("audio/") ? (
          // oxlint-disable-next-line jsx-a11y/media-has-caption -- as above
          <audio controls preload="metadata" src={url} aria-label={name} className="file-audio" />
        ) : (
          <p className="text-xs text-text-3">{sizeOf(i18n.language, size)}</p>
        )}
      </div>
      <a
        href={url}
        download={name}
        tabIndex={-1}
        aria-label={t("files.download", { name })}
        className="file-download"
      >
        <Download size={18} aria-hidden="true" />
      </a>
    </div>
  );
}
