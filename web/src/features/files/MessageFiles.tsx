// What a message holds besides its text: pictures in boxes that stand before they load, players, and rows for the rest, each
// with its caption. Files that are still on this device stand in the same boxes.
import { type ComponentType, lazy, type ReactNode, Suspense, useState } from "react";
import { addWords } from "@/i18n/i18n";
import { useTranslation } from "@/i18n/useTranslation";
import type { Attachment } from "@/net/protocol.gen";
import { heldKey } from "@/state/timeline/tentative";
import { cx } from "@/ui/cx";
import { MediaImage } from "./MediaImage";
import { boxOf } from "./size";
import "./files.css";

/** A part that comes when it is needed, with its words. What cannot be loaded leaves its box empty. */
function part<Props extends object>(load: () => Promise<ComponentType<Props>>) {
  return lazy(async () => {
    try {
      const [view] = await Promise.all([load(), addWords("more")]);
      return { default: view };
    } catch {
      return { default: (() => null) as ComponentType<Props> };
    }
  });
}

const Lightbox = part(async () => (await import("./Lightbox")).Lightbox);
const HeldPicture = part(async () => (await import("./HeldFile")).HeldPicture);
const MovingPicture = part(async () => (await import("./MovingPicture")).MovingPicture);
const OtherFile = part(async () => (await import("./OtherFile")).OtherFile);

interface MessageFilesProps {
  messageId: string;
  attachments: readonly Attachment[];
}

export function MessageFiles({ messageId, attachments }: MessageFilesProps) {
  const [open, setOpen] = useState<number | null>(null);
  const pictures = attachments.filter(isPicture);
  const others = attachments.filter((attachment) => !isPicture(attachment));
  const alone = pictures.length === 1;
  return (
    <div className="message-files">
      {pictures.length > 0 && (
        <div className={alone ? "picture-alone" : "picture-grid"}>
          {pictures.map((picture, index) => (
            <Captioned key={picture.id} attachment={picture}>
              <PictureBox
                picture={picture}
                alone={alone}
                messageId={messageId}
                onOpen={() => setOpen(index)}
              />
            </Captioned>
          ))}
        </div>
      )}
      {others.map((attachment) => (
        <Captioned key={attachment.id} attachment={attachment}>
          <Other attachment={attachment} messageId={messageId} />
        </Captioned>
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

function Captioned({ attachment, children }: { attachment: Attachment; children: ReactNode }) {
  return (
    <figure className="min-w-0 max-w-full">
      {children}
      {attachment.caption && <figcaption className="file-caption">{attachment.caption}</figcaption>}
    </figure>
  );
}

interface PictureBoxProps {
  picture: Attachment;
  alone: boolean;
  messageId: string;
  onOpen: () => void;
}

function PictureBox({ picture, alone, messageId, onOpen }: PictureBoxProps) {
  const { t } = useTranslation();
  const { width, height } = boxOf(picture.width ?? 1, picture.height ?? 1);
  const held = heldKey(picture);
  const moves = picture.content_type === "image/gif" || picture.content_type === "image/webp";
  const alt = picture.alt || picture.name;
  return (
    <div
      className={cx("picture-box", !alone && "picture-tile")}
      style={alone ? { width, aspectRatio: `${width} / ${height}` } : undefined}
    >
      {held === null ? (
        <>
          <button
            type="button"
            tabIndex={-1}
            onClick={onOpen}
            aria-label={t("files.open", { name: alt })}
            className="picture-open"
          >
            <MediaImage src={picture.thumbnail_url ?? picture.url} alt={alt} thumbhash={picture.thumbhash} />
          </button>
          {moves && (
            <Suspense fallback={null}>
              <MovingPicture picture={picture} />
            </Suspense>
          )}
        </>
      ) : (
        <Suspense fallback={null}>
          <HeldPicture held={held} messageId={messageId} alt={alt} />
        </Suspense>
      )}
    </div>
  );
}

/** What is no picture, in a box of its size from the start. */
function Other({ attachment, messageId }: { attachment: Attachment; messageId: string }) {
  const { content_type, width, height } = attachment;
  const video = heldKey(attachment) === null && content_type.startsWith("video/");
  const box = boxOf(width ?? 360, height ?? 203);
  return (
    <div
      className={video ? "file-video" : "file-row"}
      style={video ? { width: box.width, aspectRatio: `${box.width} / ${box.height}` } : undefined}
    >
      <Suspense fallback={null}>
        <OtherFile attachment={attachment} messageId={messageId} />
      </Suspense>
    </div>
  );
}
