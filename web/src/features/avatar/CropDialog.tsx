// Crops a picture to a square: by dragging, with wheel and slider, or with arrow keys and + −. The preview is the result.
import { type KeyboardEvent, type PointerEvent, useEffect, useId, useRef, useState } from "react";
import { useTranslation } from "@/i18n/useTranslation";
import { useProblem } from "@/state/requests/useProblem";
import { Button } from "@/ui/controls/Button";
import { cx } from "@/ui/cx";
import { Dialog } from "@/ui/overlays/Dialog";
import { movedBy, sideOf, whole, ZOOM_MAX, zoomedTo } from "./crop";
import { squareOf } from "./square";
import "./avatar.css";

/** Fraction of the square that an arrow key moves. */
const NUDGE = 0.05;

interface CropDialogProps {
  image: HTMLImageElement;
  shape: "circle" | "square";
  /** Saves the square; a rejection is shown, and the user can try again. */
  onSave: (square: Blob) => Promise<void>;
  onClose: () => void;
}

export function CropDialog({ image, shape, onSave, onClose }: CropDialogProps) {
  const { t } = useTranslation();
  const problem = useProblem();
  const hint = useId();
  const stage = useRef<HTMLDivElement>(null);
  const size = { width: image.naturalWidth, height: image.naturalHeight };
  const [crop, setCrop] = useState(() => whole(size));
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const held = useRef<{ id: number; x: number; y: number } | null>(null);
  const side = sideOf(crop, size);
  /** Picture pixels per screen pixel. */
  const perPixel = () => side / (stage.current?.clientWidth ?? side);

  useEffect(() => {
    const box = stage.current;
    // React's own wheel listener is passive and could not stop the dialog from scrolling.
    const onWheel = (event: WheelEvent) => {
      event.preventDefault();
      setCrop((now) =>
        zoomedTo(now, now.zoom * Math.exp(-event.deltaY * 0.002), {
          width: image.naturalWidth,
          height: image.naturalHeight,
        }),
      );
    };
    box?.addEventListener("wheel", onWheel, { passive: false });
    return () => box?.removeEventListener("wheel", onWheel);
  }, [image]);

  const onPointerMove = (event: PointerEvent) => {
    const before = held.current;
    if (before === null || before.id !== event.pointerId) return;
    held.current = { id: event.pointerId, x: event.clientX, y: event.clientY };
    const scale = perPixel();
    setCrop((now) =>
      movedBy(now, (before.x - event.clientX) * scale, (before.y - event.clientY) * scale, size),
    );
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = side * NUDGE;
    const steps: Record<string, [number, number]> = {
      ArrowLeft: [-step, 0],
      ArrowRight: [step, 0],
      ArrowUp: [0, -step],
      ArrowDown: [0, step],
    };
    const by = steps[event.key];
    if (by !== undefined) setCrop(movedBy(crop, by[0], by[1], size));
    else if (event.key === "+" || event.key === "=") setCrop(zoomedTo(crop, crop.zoom * 1.1, size));
    else if (event.key === "-") setCrop(zoomedTo(crop, crop.zoom / 1.1, size));
    else return;
    event.preventDefault();
  };
  const save = async () => {
    setBusy(true);
    setError(null);
    try {
      await onSave(await squareOf(image, crop));
      onClose();
    } catch (cause) {
      setBusy(false);
      setError(problem(cause));
    }
  };

  const percent = (pixels: number) => `${(pixels / side) * 100}%`;
  return (
    <Dialog
      title={t("media.crop_title")}
      closeLabel={t("common.close")}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t("common.cancel")}</Button>
          <Button tone="primary" busy={busy} onClick={() => void save()}>
            {t("common.save")}
          </Button>
        </>
      }
    >
      {/* The picture can be moved by keys as well as by pointer, like a two-dimensional control. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <div
        ref={stage}
        role="group"
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        data-autofocus=""
        aria-label={t("media.crop_picture")}
        aria-describedby={hint}
        className={cx("crop-stage", shape === "circle" ? "crop-circle" : "crop-square")}
        onKeyDown={onKeyDown}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          held.current = { id: event.pointerId, x: event.clientX, y: event.clientY };
        }}
        onPointerMove={onPointerMove}
        onPointerUp={() => {
          held.current = null;
        }}
        onPointerCancel={() => {
          held.current = null;
        }}
      >
        <img
          src={image.src}
          alt=""
          draggable={false}
          style={{
            width: percent(size.width),
            height: percent(size.height),
            left: percent(side / 2 - crop.x),
            top: percent(side / 2 - crop.y),
          }}
        />
      </div>
      <p id={hint} className="mt-3 text-center text-xs text-text-3">
        {t("media.crop_hint")}
      </p>
      <label className="mt-3 flex items-center gap-3 text-sm font-medium">
        <span>{t("media.zoom")}</span>
        <input
          type="range"
          min={1}
          max={ZOOM_MAX}
          step={0.01}
          value={crop.zoom}
          aria-valuetext={`${Math.round(crop.zoom * 100)} %`}
          onChange={(event) => setCrop(zoomedTo(crop, Number(event.target.value), size))}
          className="crop-zoom"
        />
      </label>
      {error !== null && (
        <p role="alert" className="mt-3 text-sm text-danger">
          {error}
        </p>
      )}
    </Dialog>
  );
}
