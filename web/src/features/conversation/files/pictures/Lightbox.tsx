// Full-screen pictures: arrows and swipes move between them; wheel, pinch, double tap and + − zoom; Escape closes and returns
// the focus. With reduced motion, animations play only on request.
import {
  ChevronLeft,
  ChevronRight,
  Download,
  MessageSquare,
  Pause,
  Play,
  X,
  ZoomIn,
  ZoomOut,
} from "lucide-react";
import { useCallback, useEffect, useEffectEvent, useRef, useState } from "react";
import { useTranslation } from "@/i18n/useTranslation";
import { still } from "@/motion/motion";
import { backend } from "@/net/http";
import type { Attachment } from "@/net/protocol.gen";
import { useModal } from "@/ui/overlays/Dialog";
import { IconButton } from "@/ui/controls/IconButton";
import { Closer } from "./Closer";
import { MediaImage } from "./MediaImage";
import { useMoves } from "./MovingPicture";

/** Zoom factor of one key press or click. */
const STEP = 1.5;
/** Largest picture to draw in full size, in pixels, as on the server: 200 megapixels would take 800 MB of memory. */
const PIXELS_MAX = 64_000_000;
/** Pixels that an arrow key moves a zoomed picture. */
const NUDGE = 80;

const ARROWS: Record<string, readonly [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

interface LightboxProps {
  pictures: readonly Attachment[];
  at: number;
  onClose: () => void;
  /** Goes to the message of a picture; absent if it was opened from there. */
  onJump?: (index: number) => void;
}

export function Lightbox({ pictures, at, onClose, onJump }: LightboxProps) {
  const { t } = useTranslation();
  const dialog = useModal(onClose);
  const [index, setIndex] = useState(at);
  const picture = pictures[index];
  const many = pictures.length > 1;

  const go = useCallback(
    (step: number) => many && setIndex((now) => (now + step + pictures.length) % pictures.length),
    [many, pictures.length],
  );
  if (picture === undefined) return null;
  const words = picture.alt || picture.name;

  return (
    <dialog ref={dialog} aria-label={words} className="lightbox">
      <header className="lightbox-bar">
        <p className="min-w-0 grow truncate">{picture.name}</p>
        {onJump !== undefined && (
          <IconButton
            label={t("media.jump")}
            icon={<MessageSquare size={18} />}
            onClick={() => onJump(index)}
          />
        )}
        <a
          href={`${backend}${picture.url}`}
          download={picture.name}
          aria-label={t("files.download", { name: picture.name })}
          className="file-download"
        >
          <Download size={18} aria-hidden="true" />
        </a>
        <IconButton label={t("files.close")} icon={<X size={20} />} data-autofocus="" onClick={onClose} />
      </header>
      <Picture key={picture.id} picture={picture} words={words} onGo={go} />
      <footer className="lightbox-foot">
        {/* Captions of different lengths must not move the picture. */}
        <p className="lightbox-caption">{picture.caption}</p>
        {many && (
          <div className="flex items-center justify-center gap-2">
            <IconButton
              label={t("files.previous")}
              tip="none"
              icon={<ChevronLeft size={20} />}
              onClick={() => go(-1)}
            />
            <span role="status" className="min-w-16 text-center tabular-nums">
              {`${index + 1} / ${pictures.length}`}
            </span>
            <IconButton
              label={t("files.next")}
              tip="none"
              icon={<ChevronRight size={20} />}
              onClick={() => go(1)}
            />
          </div>
        )}
      </footer>
    </dialog>
  );
}

interface PictureProps {
  picture: Attachment;
  words: string;
  onGo: (step: number) => void;
}

function Picture({ picture, words, onGo }: PictureProps) {
  const { t } = useTranslation();
  const stage = useRef<HTMLDivElement>(null);
  const frame = useRef<HTMLDivElement>(null);
  const [closer, setCloser] = useState(false);
  const [plays, setPlays] = useState(() => !still());
  const moves = useMoves(picture);
  const looking = useRef<Closer | null>(null);
  const onSwipe = useEffectEvent(onGo);
  useEffect(() => {
    if (stage.current === null || frame.current === null) return;
    const made = new Closer(stage.current, frame.current, { onCloser: setCloser, onSwipe });
    looking.current = made;
    return () => made.stop();
  }, []);
  const { width, height, url, thumbnail_url } = picture;
  const large = thumbnail_url === null ? url : `${thumbnail_url}?size=large`;
  const bearable = (width ?? 0) * (height ?? 0) <= PIXELS_MAX;
  const whole = useWhole(`${backend}${url}`, (closer && !moves && bearable) || thumbnail_url === null);

  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    // Nothing behind the picture may handle keys; the dialog itself closes on Escape.
    event.stopPropagation();
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const [x, y] = ARROWS[event.key] ?? [0, 0];
    if (x !== 0 || y !== 0) {
      if (closer) looking.current?.moveBy({ x: -x * NUDGE, y: -y * NUDGE });
      else if (x !== 0) onGo(x);
    } else if (event.key === "+" || event.key === "=") looking.current?.zoomBy(STEP);
    else if (event.key === "-") looking.current?.zoomBy(1 / STEP);
    else if (event.key === "0") looking.current?.fit();
    else return;
    event.preventDefault();
  });
  useEffect(() => {
    // Keys work wherever the focus is in the dialog.
    const dialog = stage.current?.closest("dialog");
    dialog?.addEventListener("keydown", onKeyDown);
    return () => dialog?.removeEventListener("keydown", onKeyDown);
  }, []);

  return (
    <div className="lightbox-middle">
      {/* For pointers only; buttons and keys do the same. */}
      <div ref={stage} data-stage="" className="lightbox-stage">
        <div
          ref={frame}
          data-picture=""
          className="lightbox-picture"
          style={
            {
              aspectRatio: `${width ?? 1} / ${height ?? 1}`,
              "--wide": (width ?? 1) / (height ?? 1),
              "--px": width ?? 1,
            } as object
          }
        >
          <MediaImage src={large} alt={words} thumbhash={picture.thumbhash} />
          {((moves && plays) || (whole && !moves)) && (
            <span className="picture-moving">
              <MediaImage src={url} alt="" />
            </span>
          )}
        </div>
      </div>
      <div className="lightbox-tools">
        {moves && thumbnail_url !== null && (
          <IconButton
            label={t(plays ? "media.pause" : "media.play", { name: words })}
            tip="none"
            icon={plays ? <Pause size={18} /> : <Play size={18} />}
            onClick={() => setPlays(!plays)}
          />
        )}
        <IconButton
          label={t("files.fit")}
          tip="none"
          icon={<ZoomOut size={18} />}
          disabled={!closer}
          onClick={() => looking.current?.fit()}
        />
        <IconButton
          label={t("files.closer")}
          tip="none"
          icon={<ZoomIn size={18} />}
          onClick={() => looking.current?.zoomBy(STEP)}
        />
      </div>
    </div>
  );
}

/** Whether the full-size picture has loaded; it is fetched on zooming and shown when complete. */
function useWhole(address: string, wanted: boolean): boolean {
  const [here, setHere] = useState(false);
  useEffect(() => {
    if (!wanted || here) return;
    const image = new Image();
    image.src = address;
    let gone = false;
    image.decode().then(
      () => !gone && setHere(true),
      () => {},
    );
    return () => {
      gone = true;
    };
  }, [address, wanted, here]);
  return here;
}
