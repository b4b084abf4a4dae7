// The picture of a person (a circle) or a room (a rounded square): an uploaded one, or one generated from the id with a hue,
// initials and an arc. The generated one is inline SVG, so that it needs no request and never changes.
import { useRef, useState } from "react";
import { hueOf, initialsOf, variantOf } from "@/lib/hue";

interface AvatarProps {
  id: string;
  name: string;
  url?: string | null;
  /** Pixels. */
  size?: number;
  shape?: "circle" | "square";
  /** Marks a person's picture as one that opens their card. The name beside it is the control for keys and screen readers. */
  card?: boolean;
}

/** Tries to make refused pictures loadable again, by renewing the session. Resolves to whether a retry can help. */
let renew: () => Promise<boolean> = async () => false;
/** One renewal serves all pictures for this long; otherwise missing pictures would ask again endlessly. */
const RENEWED_FOR_MS = 60_000;
let renewing = { at: -RENEWED_FOR_MS, done: Promise.resolve(false) };

export function onRefusedPictures(how: typeof renew): void {
  renew = how;
}

function renewal(): Promise<boolean> {
  const now = performance.now();
  if (now - renewing.at >= RENEWED_FOR_MS) renewing = { at: now, done: renew() };
  return renewing.done;
}

/** Decorative: the name is always shown beside it, so it has no text alternative. */
export function Avatar({ id, name, url = null, size = 36, shape = "circle", card = false }: AvatarProps) {
  const [broken, setBroken] = useState<string | null>(null);
  const radius = shape === "circle" ? 18 : 10;
  const tried = useRef<string | null>(null);
  const person = card ? id : undefined;
  const refused = async (address: string) => {
    setBroken(address);
    if (tried.current === address) return;
    tried.current = address;
    if (await renewal()) setBroken(null);
  };
  if (url !== null && url !== broken) {
    return (
      <img
        src={url}
        data-person={person}
        alt=""
        width={size}
        height={size}
        onError={() => void refused(url)}
        className="shrink-0 object-cover"
        style={{
          borderRadius: shape === "circle" ? "50%" : (size * radius) / 36,
          background: `oklch(0.52 0.088 ${hueOf(id)})`,
        }}
      />
    );
  }
  const hue = hueOf(id);
  const turn = variantOf(id, 8) * 45;
  const initials = initialsOf(name);
  return (
    <svg
      viewBox="0 0 36 36"
      width={size}
      height={size}
      aria-hidden="true"
      data-person={person}
      className="shrink-0 select-none forced-color-adjust-none"
      // A clip path by id would resolve to the first avatar of the page, which may be hidden.
      style={{ clipPath: shape === "circle" ? "circle()" : `inset(0 round ${(size * radius) / 36}px)` }}
    >
      <rect width="36" height="36" fill={`oklch(0.52 0.088 ${hue})`} />
      <path
        d="M-6 30C4 18 14 38 42 20V48H-6Z"
        fill={`oklch(0.45 0.088 ${(hue + 35) % 360})`}
        transform={`rotate(${turn} 18 18)`}
      />
      <text
        x="18"
        y="18.5"
        fill="white"
        fontSize={initials.length > 1 ? 13.5 : 16}
        fontWeight="600"
        textAnchor="middle"
        dominantBaseline="central"
      >
        {initials}
      </text>
    </svg>
  );
}
