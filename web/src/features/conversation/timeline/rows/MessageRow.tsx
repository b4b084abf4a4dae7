// One message as a row, with the day separator and unread divider above it. It renders only when its own message changes or the
// pointer or focus enters or leaves. It is one DOM node from sending to sent.
import { memo, useCallback, useEffect, useLayoutEffect, useRef, useState, useSyncExternalStore } from "react";
import { useTranslation } from "@/i18n/useTranslation";
import { later } from "@/lib/later";
import { move } from "@/motion/motion";
import { useHidden } from "@/state/people/blocks";
import { callsMe } from "@/state/people/callsMe";
import type { Entry } from "@/state/timeline/types";
import { useDeleting } from "@/state/conversation/deleting";
import { Avatar } from "@/ui/pictures/Avatar";
import { AuthorButton } from "./AuthorName";
import { momentOf, timeOf } from "./dates";
import { useEntry, useTimelineContext } from "../context";
import { MessageBody } from "./MessageBody";
import { MessageExtras } from "./MessageExtras";
import { MessageReactions } from "./MessageReactions";
import { ReplyLine } from "./ReplyLine";
import { HiddenMessage } from "./HiddenMessage";
import { MessageFailure, RowSheet, RowToolbar } from "../tools/rowTools";
import type { MessageRow as Row } from "./rows";
import { DaySeparator, RoomBeginning, UnreadDivider } from "./separators";
import { useRowGestures } from "./useRowGestures";

const RowActs = later(async () => (await import("../acts/RowActs")).RowActs, "dialogs");
const ReadBy = later(async () => (await import("./ReadBy")).ReadBy);

export const MessageRow = memo(function MessageRow({ row }: { row: Row }) {
  const { timeline, focus, actions, me, arrival, marked } = useTimelineContext();
  const { t, i18n } = useTranslation();
  const entry = useEntry(timeline, row.key);
  const focused = useSyncExternalStore(focus.subscribe, () => focus.focused === row.key);
  const lit = useSyncExternalStore(focus.subscribe, () => focus.lit === row.key);
  const [within, setWithin] = useState(false);
  // The row under the pointer shows its toolbar; if there is none, the focused row does.
  const near = useSyncExternalStore(
    focus.subscribe,
    () => focus.pointed === row.key || (within && focus.pointed === null),
  );
  const [sheet, setSheet] = useState(false);
  const closeSheet = useCallback(() => setSheet(false), []);
  useEffect(
    () => () => {
      if (focus.pointed === row.key) focus.point(null);
    },
    [focus, row.key],
  );
  const inner = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const movement = arrival(row.key);
    if (movement !== null) move(movement, inner.current);
  }, [arrival, row.key]);
  const hidden = useHidden(entry?.message);
  const gestures = useRowGestures(inner, {
    onHold: () => setSheet(!hidden),
    onSwipe: () => entry !== undefined && !hidden && me.posts && actions.reply(entry.message),
  });
  const leaving = useDeleting((state) => state.ids.has(row.key));
  if (entry === undefined) return null;
  const { message, state } = entry;
  const mine = message.author.id === me.id;
  const deleted = message.deleted_at !== null;
  const named = !mine && !hidden && callsMe(message, me.id);
  const time = timeOf(i18n.language, message.created_at);
  const usable = state === "sent" && message.seq > 0 && !deleted && !hidden && !leaving;

  return (
    <>
      {row.first && <RoomBeginning />}
      {row.day !== null && <DaySeparator at={row.day} />}
      {row.divided && <UnreadDivider />}
      {/* Rows share one tab stop, and arrow keys move between them; the timeline handles the keys. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <article
        data-row={row.key}
        data-message-id={message.id}
        data-seq={message.seq > 0 ? message.seq : undefined}
        data-state={state}
        data-headed={(row.headed && !hidden) || undefined}
        data-joined={(row.joined && !hidden) || undefined}
        data-mine={mine || undefined}
        data-named={named || undefined}
        data-lit={lit || undefined}
        data-leaving={leaving || undefined}
        data-slot={marked || undefined}
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={focused ? 0 : -1}
        aria-label={t("timeline.row", {
          author: hidden ? t("timeline.blocked") : message.author.display_name,
          time,
        })}
        onPointerEnter={(event) => event.pointerType !== "touch" && focus.point(row.key)}
        onPointerLeave={() => focus.pointed === row.key && focus.point(null)}
        onFocus={() => {
          setWithin(true);
          focus.focus(row.key);
        }}
        onBlur={(event) => {
          if (!event.currentTarget.contains(event.relatedTarget)) setWithin(false);
        }}
        {...gestures}
        className="message-row"
      >
        <div ref={inner} className="message-inner">
          <div className="message-gutter">
            {row.headed && !hidden ? (
              <Avatar
                id={message.author.id}
                name={message.author.display_name}
                url={message.author.avatar_url}
                card={message.author.username !== ""}
              />
            ) : (
              <time dateTime={message.created_at} className="message-gutter-time" aria-hidden="true">
                {time}
              </time>
            )}
          </div>
          <div className="message-column min-w-0">
            {hidden ? (
              <HiddenMessage id={row.key} />
            ) : (
              <Content entry={entry} headed={row.headed} focused={focused} />
            )}
          </div>
        </div>
        {marked && message.seq > 0 && <ReadBy roomId={timeline.id} seq={message.seq} />}
        {near && usable && <RowToolbar message={message} />}
        {sheet && usable && <RowSheet message={message} onClose={closeSheet} />}
      </article>
      {me.moderates && message.seq > 0 && <RowActs roomId={timeline.id} seq={message.seq} />}
    </>
  );
}, sameRow);

interface ContentProps {
  entry: Entry;
  headed: boolean;
  focused: boolean;
}

function Content({ entry, headed, focused }: ContentProps) {
  const { i18n } = useTranslation();
  const { message, state } = entry;
  const deleted = message.deleted_at !== null;
  return (
    <>
      {message.reply_to !== null && !deleted && <ReplyLine quote={message.reply_to} />}
      {headed && (
        <header className="flex min-w-0 items-baseline gap-2">
          <AuthorButton
            author={message.author}
            tabIndex={focused ? 0 : -1}
            className="truncate font-semibold"
          />
          <time
            dateTime={message.created_at}
            title={momentOf(i18n.language, message.created_at)}
            className="shrink-0 text-xs text-text-3 tabular-nums"
          >
            {timeOf(i18n.language, message.created_at)}
          </time>
        </header>
      )}
      {(message.body !== "" || deleted) && <MessageBody message={message} pending={state === "sending"} />}
      <MessageExtras message={message} />
      {message.reactions.length > 0 && !deleted && <MessageReactions message={message} />}
      {state === "failed" && <MessageFailure entry={entry} />}
    </>
  );
}

function sameRow(a: { row: Row }, b: { row: Row }): boolean {
  return a.row === b.row;
}
