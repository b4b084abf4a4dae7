// The edge of the room list: drag it or move it with the arrow keys; a double click restores the default width.
import { type KeyboardEvent, type PointerEvent, useRef } from "react";
import { useTranslation } from "@/i18n/useTranslation";
import { LIST_WIDTH, setAppearance, useAppearance } from "@/state/device/appearance";

const STEP = 12;
const clamp = (width: number) => Math.round(Math.max(LIST_WIDTH.min, Math.min(LIST_WIDTH.max, width)));

export function ListResizer() {
  const { t } = useTranslation();
  const width = useAppearance((state) => state.listWidth);
  const start = useRef<{ x: number; width: number } | null>(null);
  const set = (to: number) => setAppearance({ listWidth: clamp(to) });

  const onMove = (event: PointerEvent<HTMLDivElement>) => {
    if (start.current === null) return;
    const way = getComputedStyle(event.currentTarget).direction === "rtl" ? -1 : 1;
    set(start.current.width + way * (event.clientX - start.current.x));
  };
  const onKey = (event: KeyboardEvent<HTMLDivElement>) => {
    const steps: Record<string, number> = {
      ArrowLeft: width - STEP,
      ArrowRight: width + STEP,
      Home: LIST_WIDTH.min,
      End: LIST_WIDTH.max,
    };
    const to = steps[event.key];
    if (to === undefined) return;
    event.preventDefault();
    set(to);
  };

  return (
    <div
      role="separator"
      tabIndex={0}
      aria-orientation="vertical"
      aria-label={t("rooms.resize")}
      aria-valuemin={LIST_WIDTH.min}
      aria-valuemax={LIST_WIDTH.max}
      aria-valuenow={width}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        start.current = { x: event.clientX, width };
      }}
      onPointerMove={onMove}
      onPointerUp={() => {
        start.current = null;
      }}
      onDoubleClick={() => set(LIST_WIDTH.usual)}
      onKeyDown={onKey}
      className="absolute inset-y-0 -end-1 z-30 w-2 cursor-col-resize touch-none transition-colors hover:bg-focus/20 focus-visible:bg-focus/40 focus-visible:outline-none active:bg-focus/30"
    />
  );
}
