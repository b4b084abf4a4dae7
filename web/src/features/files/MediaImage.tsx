// A picture of the server's. While it loads its blurred likeness stands there; where the session's cookie has run out, it is
// asked for once more after a refresh, because an <img> cannot do that by itself.
import { useMemo, useState } from "react";
import { thumbHashToDataURL } from "thumbhash";
import { backend, refreshSession } from "@/net/http";

interface MediaImageProps {
  src: string;
  alt: string;
  thumbhash?: string | null;
  className?: string;
}

export function MediaImage({ src, alt, thumbhash = null, className }: MediaImageProps) {
  const [attempt, setAttempt] = useState(0);
  const blurred = useMemo(() => blurredOf(thumbhash), [thumbhash]);
  return (
    <img
      key={attempt}
      src={`${backend}${src}`}
      alt={alt}
      loading="lazy"
      decoding="async"
      draggable={false}
      className={className}
      style={blurred === null ? undefined : { background: `url(${blurred}) center / 100% 100% no-repeat` }}
      onError={() => {
        if (attempt === 0) void refreshSession().then((result) => result === "refreshed" && setAttempt(1));
      }}
    />
  );
}

function blurredOf(thumbhash: string | null): string | null {
  if (thumbhash === null) return null;
  try {
    return thumbHashToDataURL(Uint8Array.from(atob(thumbhash), (char) => char.charCodeAt(0)));
  } catch {
    return null;
  }
}
