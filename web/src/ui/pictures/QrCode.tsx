// A QR code as one SVG path, dark on light in both themes, because many readers cannot read inverted codes.
import { qr } from "@/lib/qr/qr";

interface QrCodeProps {
  text: string;
  label: string;
  /** Pixels. */
  size: number;
}

const QUIET = 3;

export function QrCode({ text, label, size }: QrCodeProps) {
  const modules = qr(text);
  if (modules === null) return null;
  const side = modules.length + 2 * QUIET;
  const path = modules
    .flatMap((row, y) => row.map((dark, x) => (dark ? `M${x + QUIET} ${y + QUIET}h1v1h-1z` : "")))
    .join("");
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${side} ${side}`}
      width={size}
      height={size}
      shapeRendering="crispEdges"
      className="shrink-0 rounded-md forced-color-adjust-none"
    >
      <rect width={side} height={side} fill="white" />
      <path d={path} fill="oklch(0.24 0.02 235)" />
    </svg>
  );
}
