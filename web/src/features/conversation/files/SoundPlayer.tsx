// An audio player with play button, position and duration. Its size is fixed before anything loads, and the sound is fetched
// only when it is played, unless the server does not know the duration.
import { Pause, Play } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "@/i18n/useTranslation";
import { refreshSession } from "@/net/http";
import { clock } from "./clock";

interface SoundPlayerProps {
  src: string;
  name: string;
  /** Seconds. */
  duration: number | null;
}

export function SoundPlayer({ src, name, duration }: SoundPlayerProps) {
  const { t } = useTranslation();
  const sound = useRef<HTMLAudioElement>(null);
  const [plays, setPlays] = useState(false);
  const [at, setAt] = useState(0);
  const [length, setLength] = useState(duration ?? 0);
  const [attempt, setAttempt] = useState(0);
  useEffect(() => () => sound.current?.pause(), []);

  const toggle = () => {
    const audio = sound.current;
    if (audio === null) return;
    if (!audio.paused) {
      audio.pause();
      return;
    }
    // Only one sound plays at a time.
    for (const other of document.querySelectorAll<HTMLMediaElement>("audio, video"))
      if (other !== audio) other.pause();
    audio.play().catch(() => setPlays(false));
  };
  const onLength = () => {
    const measured = sound.current?.duration ?? Number.NaN;
    // Browser recordings contain no duration; then the server's value stays.
    if (Number.isFinite(measured) && measured > 0) setLength(measured);
  };
  return (
    <>
      {/* oxlint-disable-next-line jsx-a11y/media-has-caption -- nobody wrote captions for what people send each other */}
      <audio
        ref={sound}
        src={src}
        key={attempt}
        preload={duration === null ? "metadata" : "none"}
        onPlay={() => setPlays(true)}
        onPause={() => setPlays(false)}
        onEnded={() => {
          setPlays(false);
          setAt(0);
        }}
        onTimeUpdate={(event) => setAt(event.currentTarget.currentTime)}
        onDurationChange={onLength}
        onError={() => {
          // A media element cannot refresh the session itself.
          if (attempt === 0) void refreshSession().then((result) => result === "refreshed" && setAttempt(1));
        }}
      />
      <button
        type="button"
        onClick={toggle}
        aria-label={t(plays ? "media.pause" : "media.play", { name })}
        className="sound-toggle"
      >
        {plays ? <Pause size={18} aria-hidden="true" /> : <Play size={18} aria-hidden="true" />}
      </button>
      <div className="min-w-0 grow">
        <p className="truncate text-sm font-medium">{name}</p>
        <div className="flex items-center gap-2">
          <input
            type="range"
            aria-label={t("media.position", { name })}
            aria-valuetext={t("media.position_of", { at: clock(at), length: clock(length) })}
            min={0}
            max={Math.max(length, at, 0.1)}
            step={0.1}
            value={at}
            onChange={(event) => {
              const to = Number(event.target.value);
              setAt(to);
              if (sound.current !== null) sound.current.currentTime = to;
            }}
            className="sound-position"
          />
          <span className="shrink-0 text-xs text-text-3 tabular-nums">
            {`${clock(at)} / ${clock(length)}`}
          </span>
        </div>
      </div>
    </>
  );
}
