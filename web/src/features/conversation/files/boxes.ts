// Sizes of files in a message, known before anything loads.
import type { Attachment } from "@/net/protocol.gen";

type Measured = Pick<Attachment, "content_type" | "width" | "height">;

export const isPicture = ({ content_type, width, height }: Measured): boolean =>
  content_type.startsWith("image/") && width !== null && height !== null;

/** Box of a picture or video in pixels: at most 360×320, in its own aspect ratio, never enlarged; 16:9 if unknown. */
export function boxOf({ width, height }: Pick<Measured, "width" | "height">): {
  width: number;
  height: number;
} {
  const w = width ?? 360;
  const h = height ?? 203;
  const scale = Math.min(1, 360 / w, 320 / h);
  // A narrower box would be hard to tap.
  return { width: Math.max(48, Math.round(w * scale)), height: Math.max(48, Math.round(h * scale)) };
}
