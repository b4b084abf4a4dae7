// An animated picture over its still thumbnail. It plays automatically unless motion is reduced or the file is large, and can
// be paused and resumed.
import { Pause, Play } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslation } from "@/i18n/useTranslation";
import { still } from "@/motion/motion";
import { backend } from "@/net/http";
import type { Attachment } from "@/net/protocol.gen";
import { MediaImage } from "./MediaImage";

/** Bytes up to which animations play automatically; larger ones play on request. */
const PLAYS_MAX = 8 * 1024 * 1024;

export function MovingPicture({ picture }: { picture: Attachment }) {
  const { t } = useTranslation();
  const { url, thumbnail_url, size, name, alt } = picture;
  const [plays, setPlays] = useState(() => size <= PLAYS_MAX && !still());
  const moves = useMoves(picture);
  // Without a thumbnail, the picture below is already animated.
  if (!moves || thumbnail_url === null) return null;
  return (
    <>
      {plays && (
        <span className="picture-moving" data-plays="">
          <MediaImage src={url} alt="" />
        </span>
      )}
      <button
        type="button"
        tabIndex={-1}
        onClick={() => setPlays(!plays)}
        aria-label={t(plays ? "media.pause" : "media.play", { name: alt || name })}
        className="picture-play"
      >
        {plays ? <Pause size={16} aria-hidden="true" /> : <Play size={16} aria-hidden="true" />}
      </button>
    </>
  );
}

/** Whether a picture is animated: every GIF, and WebPs whose header says so. Key the component by picture. */
export function useMoves({ content_type, url }: Attachment): boolean {
  const [moves, setMoves] = useState(content_type === "image/gif");
  useEffect(() => {
    if (content_type !== "image/webp") return;
    let gone = false;
    void isAnimated(`${backend}${url}`).then((animated) => !gone && setMoves(animated));
    return () => {
      gone = true;
    };
  }, [content_type, url]);
  return moves;
}

/** Reads a bit of the extended WebP header (developers.google.com/speed/webp/docs/riff_container). */
async function isAnimated(address: string): Promise<boolean> {
  try {
    const answer = await fetch(address, { headers: { Range: "bytes=0-31" }, credentials: "include" });
    const head = new Uint8Array(await answer.arrayBuffer());
    return String.fromCharCode(...head.slice(12, 16)) === "VP8X" && ((head[20] ?? 0) & 2) !== 0;
  } catch {
    return false;
  }
}
