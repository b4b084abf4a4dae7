// Announces live messages of others to screen readers, but neither history nor the user's own messages. Batched by the second;
// more than three are announced as a number. The user chooses per room what is announced.
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "@/i18n/useTranslation";
import { lineOf } from "@/lib/excerpt";
import { plainText } from "@/lib/markdown/plain";
import { announcementsOf } from "@/state/notifications/announcements";
import { callsMe } from "@/state/people/callsMe";
import { roomOf } from "@/state/rooms/rooms";
import type { RoomTimeline } from "@/state/timeline/room";
import { sourceOf } from "@/state/timeline/sourceOf";

const BATCH_MS = 1_000;
const DIGEST_MS = 60_000;
const SPELLED_MAX = 3;
const TEXT_MAX = 300;

interface AnnouncerProps {
  timeline: RoomTimeline;
  me: string;
}

export function Announcer({ timeline, me }: AnnouncerProps) {
  const { t } = useTranslation();
  const [lines, setLines] = useState<readonly { key: number; text: string }[]>([]);
  const words = useRef(t);
  useEffect(() => {
    words.current = t;
  }, [t]);
  useEffect(() => {
    let last = timeline.edge().latest;
    let waiting: string[] = [];
    let key = 0;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const tell = (digest: boolean) => {
      timer = undefined;
      const say = words.current;
      const texts =
        digest || waiting.length > SPELLED_MAX
          ? [say("timeline.announce_count", { count: waiting.length })]
          : waiting.flatMap((id) => {
              const message = timeline.entry(id)?.message;
              if (message === undefined) return [];
              const files = message.attachments.map(({ name }) => name).join(", ");
              const text = lineOf(plainText(sourceOf(message)) || files, TEXT_MAX);
              return [say("timeline.announce", { author: message.author.display_name, text })];
            });
      waiting = [];
      setLines((old) => {
        const fresh = texts.map((text) => ({ key: (key += 1), text }));
        return [...old, ...fresh].slice(-SPELLED_MAX);
      });
    };
    const stop = timeline.subscribeEdge(() => {
      const { latest } = timeline.edge();
      if (latest === null || latest === last) return;
      last = latest;
      const policy = announcementsOf(timeline.id);
      const message = timeline.entry(latest)?.message;
      const calls = roomOf(timeline.id)?.kind === "direct" || (message !== undefined && callsMe(message, me));
      if (policy === "mentions" && !calls) return;
      waiting.push(latest);
      timer ??= setTimeout(() => tell(policy === "digest"), policy === "digest" ? DIGEST_MS : BATCH_MS);
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [timeline, me]);
  return (
    <div role="log" aria-label={t("timeline.log")} aria-live="polite" className="sr-only">
      {lines.map((line) => (
        <p key={line.key}>{line.text}</p>
      ))}
    </div>
  );
}
