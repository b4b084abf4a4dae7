// A message's files, as boxes that have their size before anything loads: pictures, players, rows, each with its caption. The
// code for their content loads with the first file shown.
import { type ComponentType, lazy, Suspense, useState } from "react";
import { addWords } from "@/i18n/i18n";
import type { Attachment } from "@/net/protocol.gen";
import { boxOf, isPicture } from "./boxes";
import "./files.css";

/** A part that loads on demand, with its words. If it cannot be loaded, its box stays empty. */
function part<Props extends object>(load: () => Promise<ComponentType<Props>>) {
  return lazy(async () => {
    const words = addWords("more");
    const view = await load().catch((): ComponentType<Props> => () => null);
    await words.catch(() => {});
    return { default: view };
  });
}

const FileContent = part(async () => (await import("./FileContent")).FileContent);
const Lightbox = part(async () => (await import("./pictures/Lightbox")).Lightbox);

interface MessageFilesProps {
  messageId: string;
  attachments: readonly Attachment[];
}

export function MessageFiles({ messageId, attachments }: MessageFilesProps) {
  const [open, setOpen] = useState<number | null>(null);
  const pictures = attachments.filter(isPicture);
  const alone = pictures.length === 1;
  const shown = (attachment: Attachment) => {
    const picture = isPicture(attachment);
    const { width, height } = boxOf(attachment);
    const sized = picture ? alone : attachment.content_type.startsWith("video/");
    return (
      <figure key={attachment.id} className="min-w-0 max-w-full">
        <div
          className={
            picture ? (alone ? "picture-box" : "picture-box picture-tile") : sized ? "file-video" : "file-row"
          }
          style={sized ? { width, aspectRatio: `${width} / ${height}` } : undefined}
        >
          <Suspense fallback={null}>
            <FileContent
              attachment={attachment}
              messageId={messageId}
              onOpen={() => setOpen(pictures.indexOf(attachment))}
            />
          </Suspense>
        </div>
        {attachment.caption && <figcaption className="file-caption">{attachment.caption}</figcaption>}
      </figure>
    );
  };
  return (
    <div className="message-files">
      {pictures.length > 0 && <div className={alone ? undefined : "picture-grid"}>{pictures.map(shown)}</div>}
      {attachments.filter((attachment) => !isPicture(attachment)).map(shown)}
      {open !== null && (
        <Suspense fallback={null}>
          <Lightbox pictures={pictures} at={open} onClose={() => setOpen(null)} />
        </Suspense>
      )}
    </div>
  );
}
