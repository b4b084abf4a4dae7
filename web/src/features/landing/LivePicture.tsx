// The landing page's picture: a small room made of the client's own parts, in which two messages arrive. Nothing in it can be
// focused, and its height never changes. With reduced motion everything shows at once.
import { Check } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "@/i18n/useTranslation";
import { move, prepareMotion, still } from "@/motion/motion";
import { Avatar } from "@/ui/pictures/Avatar";
import { cx } from "@/ui/cx";

const people = [
  { id: "landing-ines", name: "Inés Duarte" },
  { id: "landing-bo", name: "Bo Lindqvist" },
  { id: "landing-mara", name: "Mara Osei" },
] as const;

const lines = [
  { by: 0, at: "9:41", words: "landing.line_1" },
  { by: 1, at: "9:42", words: "landing.line_2" },
  { by: 2, at: "9:42", words: "landing.line_3" },
  { by: 0, at: "9:43", words: "landing.line_4" },
] as const;

/** When the third and fourth line arrive, in milliseconds. */
const ARRIVALS = [1_800, 3_600];

export function LivePicture() {
  const { t } = useTranslation();
  const [shown, setShown] = useState(() => (still() ? lines.length : lines.length - ARRIVALS.length));
  useEffect(() => {
    prepareMotion();
    if (still()) return;
    const timers = ARRIVALS.map((after) => setTimeout(() => setShown((count) => count + 1), after));
    return () => timers.forEach(clearTimeout);
  }, []);
  return (
    <figure
      role="img"
      aria-label={t("landing.picture")}
      className="overflow-hidden rounded-lg border border-line bg-bg shadow-overlay"
    >
      <div aria-hidden="true" className="select-none">
        <div className="flex items-center gap-3 border-b border-line px-5 py-3.5">
          <Avatar id="landing-room" name={t("landing.room")} size={32} shape="square" />
          <span className="min-w-0 grow">
            <span className="block truncate leading-5 font-semibold">{t("landing.room")}</span>
            <span className="block truncate text-xs text-text-3">{t("landing.room_about")}</span>
          </span>
          <span className="flex -space-x-2">
            {people.map((person) => (
              <span key={person.id} className="flex rounded-full bg-bg ring-2 ring-bg">
                <Avatar id={person.id} name={person.name} size={26} />
              </span>
            ))}
          </span>
        </div>
        <ul className="grid gap-1 px-2 pt-4 pb-3">
          {lines.map((line, index) => (
            <Line
              key={line.words}
              person={people[line.by]}
              at={line.at}
              text={t(line.words)}
              shown={index < shown}
              own={index === lines.length - 1}
            />
          ))}
        </ul>
        <div className="px-4 pb-4">
          <div className="flex h-11 items-center rounded-md border border-line-strong/50 px-3.5 text-text-3">
            {t("landing.write")}
          </div>
        </div>
      </div>
    </figure>
  );
}

interface LineProps {
  person: { id: string; name: string };
  at: string;
  text: string;
  shown: boolean;
  own: boolean;
}

function Line({ person, at, text, shown, own }: LineProps) {
  const inner = useRef<HTMLDivElement>(null);
  const wasShown = useRef(shown);
  useEffect(() => {
    if (shown && !wasShown.current) move(own ? "own" : "message", inner.current);
    wasShown.current = shown;
  }, [shown, own]);
  return (
    <li className={cx(!shown && "invisible")}>
      <div ref={inner} className={cx("flex gap-3 rounded-md px-3 py-2", own && "bg-own")}>
        <Avatar id={person.id} name={person.name} />
        <span className="min-w-0 grow">
          <span className="flex items-baseline gap-2">
            <span className="font-semibold">{person.name}</span>
            <span className="text-xs text-text-3">{at}</span>
            {own && <Check size={14} className="ms-auto self-center text-accent" />}
          </span>
          <span className="block">{text}</span>
        </span>
      </div>
    </li>
  );
}
