// The movement of a picture that may move, over its small still picture: it plays by itself unless the person wants no motion
// or it is large, and stops and goes on when asked.
import { Pause, Play } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslation } from "@/i18n/useTranslation";
import { still } from "@/motion/motion";
import { backend } from "@/net/http";
import type { Attachment } from "@/net/protocol.gen";
import { MediaImage } from "./MediaImage";

/** Animations up to this size play by themselves; larger ones when asked. */
const PLAYS_MAX = 8 * 1024 * 1024;

export function MovingPicture({ picture }: { picture: Attachment }) {
  const { t } = useTranslation();
  const { url, thumbnail_url, size, name, alt } = picture;
  const [plays, setPlays] = useState(() => size <= PLAYS_MAX && !still());
  const moves = useMoves(picture);
  // Without a still picture of the server's, what stands below moves already.
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

/** Whether a picture moves: GIFs as a matter of course, WebPs where they say so. For one picture for life: give it a key. */
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

/** Its first bytes say so: a bit of the extended header (developers.google.com/speed/webp/docs/riff_container). */
async function isAnimated(address: string): Promise<boolean> {
  try {
    const answer = await fetch(address, { headers: { Range: "bytes=0-31" }, credentials: "include" });
    const head = new Uint8Array(await answer.arrayBuffer());
    return String.fromCharCode(...head.slice(12, 16)) === "VP8X" && ((head[20] ?? 0) & 2) !== 0;
  } catch {
    return false;
  }
}
