// Pictures over everything: arrows go through them, a click looks closer, Escape closes and the focus returns.
import { ChevronLeft, ChevronRight, Download, X } from "lucide-react";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { useTranslation } from "@/i18n/useTranslation";
import { backend } from "@/net/http";
import type { Attachment } from "@/net/protocol.gen";
import { IconButton } from "@/ui/IconButton";
import { MediaImage } from "./MediaImage";

interface LightboxProps {
  pictures: readonly Attachment[];
  at: number;
  onClose: () => void;
}

export function Lightbox({ pictures, at, onClose }: LightboxProps) {
  const { t } = useTranslation();
  const dialog = useRef<HTMLDialogElement>(null);
  const [index, setIndex] = useState(at);
  const [close, setClose] = useState(false);
  const picture = pictures[index];

  useEffect(() => {
    dialog.current?.showModal();
  }, []);

  const go = (step: number) => {
    setIndex((index + step + pictures.length) % pictures.length);
    setClose(false);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // Nothing behind the picture hears of keys.
    event.stopPropagation();
    if (event.key === "ArrowLeft") go(-1);
    else if (event.key === "ArrowRight") go(1);
    else return;
    event.preventDefault();
  };
  if (picture === undefined) return null;
  const moves = picture.content_type === "image/gif" || picture.content_type === "image/webp";
  const large = picture.thumbnail_url === null ? picture.url : `${picture.thumbnail_url}?size=large`;

  return (
    // The dialog hears the keys of everything in it.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <dialog
      ref={dialog}
      aria-label={picture.name}
      onClose={onClose}
      onKeyDown={onKeyDown}
      className="lightbox"
    >
      <header className="lightbox-bar">
        <p className="min-w-0 grow truncate">{picture.name}</p>
        <a
          href={`${backend}${picture.url}`}
          download={picture.name}
          aria-label={t("files.download", { name: picture.name })}
          className="file-download"
        >
          <Download size={18} aria-hidden="true" />
        </a>
        <IconButton label={t("files.close")} icon={<X size={20} />} onClick={() => dialog.current?.close()} />
      </header>
      <button
        type="button"
        onClick={() => setClose(!close)}
        aria-label={t(close ? "files.fit" : "files.closer")}
        className={close ? "lightbox-close" : "lightbox-fit"}
      >
        <MediaImage
          key={picture.id}
          src={close || moves ? picture.url : large}
          alt={picture.name}
          thumbhash={picture.thumbhash}
        />
      </button>
      {pictures.length > 1 && (
        <footer className="lightbox-bar justify-center">
          <IconButton label={t("files.previous")} icon={<ChevronLeft size={20} />} onClick={() => go(-1)} />
          <span className="tabular-nums">
            {index + 1} / {pictures.length}
          </span>
          <IconButton label={t("files.next")} icon={<ChevronRight size={20} />} onClick={() => go(1)} />
        </footer>
      )}
    </dialog>
  );
}
