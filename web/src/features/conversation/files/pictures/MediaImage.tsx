// A picture of the server's. While it loads its blurred likeness stands there; where the session's cookie has run out, it is
// asked for once more after a refresh, because an <img> cannot do that by itself.
import { useEffect, useState } from "react";
import { backend, refreshSession } from "@/net/http";

interface MediaImageProps {
  src: string;
  alt: string;
  thumbhash?: string | null;
  className?: string;
}

export function MediaImage({ src, alt, thumbhash = null, className }: MediaImageProps) {
  const [attempt, setAttempt] = useState(0);
  const [blurred, setBlurred] = useState<string | null>(null);
  useEffect(() => {
    let gone = false;
    void blurredOf(thumbhash).then((likeness) => !gone && setBlurred(likeness));
    return () => {
      gone = true;
    };
  }, [thumbhash]);
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

/** The decoder loads with the first picture: a room without any does without it. */
async function blurredOf(thumbhash: string | null): Promise<string | null> {
  if (thumbhash === null) return null;
  try {
    const { thumbHashToDataURL } = await import("thumbhash");
    return thumbHashToDataURL(Uint8Array.from(atob(thumbhash), (char) => char.charCodeAt(0)));
  } catch {
    return null;
  }
}
