// The boxes of files in a message, known before anything loads.
import type { Attachment } from "@/net/protocol.gen";

type Measured = Pick<Attachment, "content_type" | "width" | "height">;

export const isPicture = ({ content_type, width, height }: Measured): boolean =>
  content_type.startsWith("image/") && width !== null && height !== null;

/** The box of a picture or a video: at most 360×320, its own shape, never blown up. What is not measured counts as 16:9. */
export function boxOf({ width, height }: Pick<Measured, "width" | "height">): {
  width: number;
  height: number;
} {
  const w = width ?? 360;
  const h = height ?? 203;
  const scale = Math.min(1, 360 / w, 320 / h);
  // A sliver would be hard to hit.
  return { width: Math.max(48, Math.round(w * scale)), height: Math.max(48, Math.round(h * scale)) };
}
