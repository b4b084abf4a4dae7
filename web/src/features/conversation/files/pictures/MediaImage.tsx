// A picture from the server, with a blurred placeholder while it loads. If the session cookie has expired, the picture is
// requested once more after a refresh, because an <img> cannot do that itself.
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

/** Decodes a thumbhash into a data URL; the decoder loads with the first picture. */
async function blurredOf(thumbhash: string | null): Promise<string | null> {
  if (thumbhash === null) return null;
  try {
    const { thumbHashToDataURL } = await import("thumbhash");
    return thumbHashToDataURL(Uint8Array.from(atob(thumbhash), (char) => char.charCodeAt(0)));
  } catch {
    return null;
  }
}
