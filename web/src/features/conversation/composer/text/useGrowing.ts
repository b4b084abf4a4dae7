// Grows a textarea with its text in browsers without `field-sizing`.
import { type RefObject, useLayoutEffect } from "react";

export function useGrowing(box: RefObject<HTMLTextAreaElement | null>, text: string): void {
  useLayoutEffect(() => {
    const area = box.current;
    if (area === null || CSS.supports("field-sizing", "content")) return;
    fitContent(area);
  }, [box, text]);
}

function fitContent(area: HTMLTextAreaElement): void {
  area.style.height = "auto";
  area.style.height = `${area.scrollHeight}px`;
}
