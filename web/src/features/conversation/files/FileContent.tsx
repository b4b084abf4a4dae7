// Content of a file's box: a picture to open, a player, a row with a download button, or a file that is still on this device.
import { useTranslation } from "@/i18n/useTranslation";
import type { Attachment } from "@/net/protocol.gen";
import { heldKey } from "@/state/timeline/tentative";
import { isPicture } from "./boxes";
import { HeldPicture } from "./HeldFile";
import { MediaImage } from "./pictures/MediaImage";
import { MovingPicture } from "./pictures/MovingPicture";
import { OtherFile } from "./OtherFile";

interface FileContentProps {
  attachment: Attachment;
  messageId: string;
  onOpen: () => void;
}

export function FileContent({ attachment, messageId, onOpen }: FileContentProps) {
  const { t } = useTranslation();
  const { content_type, thumbnail_url, thumbhash, url, name } = attachment;
  if (!isPicture(attachment)) return <OtherFile attachment={attachment} messageId={messageId} />;
  const alt = attachment.alt || name;
  const held = heldKey(attachment);
  if (held !== null) return <HeldPicture held={held} messageId={messageId} alt={alt} />;
  const mayMove = content_type === "image/gif" || content_type === "image/webp";
  return (
    <>
      <button
        type="button"
        tabIndex={-1}
        data-file={attachment.id}
        onClick={onOpen}
        aria-label={t("files.open", { name: alt })}
        className="picture-open"
      >
        <MediaImage src={thumbnail_url ?? url} alt={alt} thumbhash={thumbhash} />
      </button>
      {mayMove && <MovingPicture picture={attachment} />}
    </>
  );
}
