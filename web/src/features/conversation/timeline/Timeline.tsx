// The messages of one room: rows, scroll position, and all jumps within them. Mounted once per room. It does not know how
// messages are sent, and reaches the composer only through a property.
import {
  type KeyboardEvent,
  type ReactNode,
  type Ref,
  useCallback,
  useEffect,
  useImperativeHandle,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from "react";
import { useTranslation } from "@/i18n/useTranslation";
import { later } from "@/lib/later";
import { MARKS_ROOM_MAX } from "@/lib/limits.gen";
import type { Room } from "@/net/protocol.gen";
import { startEditing } from "@/state/conversation/editing";
import { useBlocks } from "@/state/people/blocks";
import { releaseUnread } from "@/state/reading/readMarks";
import type { RoomTimeline } from "@/state/timeline/room";
import { mayPost, mayReact, moderates } from "@/state/rooms/rights";
import { useRoomTitle } from "@/state/rooms/roomTitle";
import { Boundary } from "@/ui/blocks/Boundary";
import { Button } from "@/ui/controls/Button";
import { Spinner } from "@/ui/pictures/Spinner";
import { sourceOf } from "@/state/timeline/sourceOf";
import { mayTakeFocus } from "../mayTakeFocus";
import { Arrivals } from "./scroll/arrivals";
import { type Reader, type RowActions, TimelineContext } from "./context";
import { timeOf } from "./rows/dates";
import { DayChip } from "./scroll/DayChip";
import { JumpPill } from "./scroll/JumpPill";
import { MessageRow } from "./rows/MessageRow";
import { RowFocus } from "./rowFocus";
import { type Row, RowMemory } from "./rows/rows";
import { ScrollOwner } from "./scroll/scrollOwner";
import {
  answer,
  copyLink,
  deleteWithUndo,
  discard,
  markUnread,
  retry,
  tellMissing,
} from "./tools/messageActions";
import { prepareRowTools } from "./tools/rowTools";
import { FailedRow, HoleRow } from "./rows/separators";
import { TimelineList } from "./scroll/TimelineList";
import { copyRows, useSelectionStart } from "./useCopyRows";
import { focusRow, useEntrance, usePositions } from "./scroll/useEntrance";
import { usePaging } from "./scroll/usePaging";
import { useReadMark } from "./scroll/useReadMark";
import { onRowKey } from "./rowKeys";
import { VirtuaViewport } from "./scroll/VirtuaViewport";
import "./timeline.css";

// Mounted with the timeline, so that the live region exists before messages arrive.
const Announcer = later(async () => (await import("./Announcer")).Announcer);
const RoomOpening = later(async () => (await import("./RoomOpening")).RoomOpening);
const MarksKeeper = later(async () => (await import("./rows/ReadBy")).MarksKeeper);

export interface TimelineHandle {
  /** Goes to the newest message. "sent": because the user sent one, which also clears the unread divider. */
  toNewest: (why: "sent" | "asked") => void;
  /** Focuses the row last focused, else the newest. */
  focusRows: () => void;
}

interface TimelineProps {
  room: Room;
  me: { id: string; username: string };
  timeline: RoomTimeline;
  /** Id of the message in the URL, if there is one. */
  target: string | null;
  /** Focuses the composer, to reply or to leave the messages. */
  onWrite: () => void;
  ref?: Ref<TimelineHandle>;
}

export function Timeline(props: TimelineProps) {
  const { room, me, timeline, target, ref } = props;
  const { t, i18n } = useTranslation();
  const title = useRoomTitle(room);
  const scroller = useRef<HTMLDivElement>(null);
  const marked = room.member_count > 1 && room.member_count <= MARKS_ROOM_MAX;
  const [owner] = useState(() => new ScrollOwner());
  const [focus] = useState(() => new RowFocus());
  const [arrivals] = useState(() => new Arrivals(timeline, owner));
  const [atEntry] = useState({ lastRead: room.you?.last_read_seq ?? 0, unread: room.you?.unread ?? 0 });
  const [unreadAfter, setUnreadAfter] = useState(atEntry.unread > 0 ? atEntry.lastRead : null);

  const subscribe = useCallback(
    (changed: () => void) =>
      timeline.subscribeList(() => {
        owner.remember();
        changed();
      }),
    [timeline, owner],
  );
  const list = useSyncExternalStore(subscribe, timeline.list);
  const rows = useRows(timeline, list.items, list.hasBefore, me.id, unreadAfter);
  const { revealed } = useSyncExternalStore(owner.subscribe, owner.state);
  const focused = useSyncExternalStore(focus.subscribe, () => focus.focused);
  const selected = useSelectionStart(scroller);
  const keep = useMemo(() => {
    const keys = new Set([focused, selected]);
    return rows.flatMap((row, index) => (keys.has(row.key) ? [index] : []));
  }, [rows, focused, selected]);

  const latest = useRef(props);
  /** Handles a requested message that does not exist or is not accessible. */
  const missing = () => {
    tellMissing();
    if (mayTakeFocus()) latest.current.onWrite();
  };
  const positions = usePositions(timeline, owner, focus);
  useEntrance(positions, { timeline, owner, focus, target, ...atEntry, onMissing: missing });
  usePaging(timeline, owner, scroller);
  useReadMark(timeline, owner);
  useTabStop(rows, focus);

  const go = useRef(positions);
  useEffect(() => {
    latest.current = props;
    go.current = positions;
  });
  const { generation } = list;
  const shownGeneration = useRef(generation);
  useEffect(() => {
    if (shownGeneration.current === generation || list.status !== "ready") return;
    shownGeneration.current = generation;
    void go.current.toNewest("reset");
  }, [generation, list.status]);

  const clearUnread = () => {
    setUnreadAfter(null);
    releaseUnread(timeline.id);
  };
  useImperativeHandle(ref, () => ({
    toNewest: (why) => {
      if (why === "sent") clearUnread();
      void positions.toNewest(why === "sent" ? "send" : "pill");
    },
    focusRows: () => {
      const key = focus.focused ?? rows.at(-1)?.key;
      if (key !== undefined) focusRow(key);
    },
  }));

  const jump = async (id: string) => {
    if (!(await go.current.toMessage(id, "reply"))) missing();
  };
  useEffect(prepareRowTools, []);
  const [actions] = useState<RowActions>(() => ({
    reply: (message) => {
      answer(message);
      latest.current.onWrite();
    },
    copyText: (message) => void navigator.clipboard?.writeText(sourceOf(message)).catch(() => {}),
    copyLink: (message) => void copyLink(message),
    markUnread: (message) => {
      setUnreadAfter(message.seq - 1);
      markUnread(message);
    },
    edit: startEditing,
    remove: deleteWithUndo,
    retry,
    discard,
    jump: (id) => void jump(id),
  }));
  const isModerator = moderates(room);
  const posts = mayPost(room);
  const reacts = mayReact(room);
  const reader = useMemo<Reader>(
    () => ({ id: me.id, username: me.username, moderates: isModerator, posts, reacts }),
    [me.id, me.username, isModerator, posts, reacts],
  );
  const context = useMemo(
    () => ({
      timeline,
      focus,
      actions,
      me: reader,
      roomName: title,
      marked,
      arrival: arrivals.arrival,
    }),
    [timeline, focus, actions, reader, title, marked, arrivals],
  );
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const onLeave = () => {
      clearUnread();
      props.onWrite();
    };
    onRowKey(event, { rows, timeline, focus, owner, actions, me: reader, onLeave });
  };

  const waiting = !revealed && rows.length === 0 && list.status !== "ready";
  return (
    <TimelineContext value={context}>
      {/* The list handles keys and copying; its rows have the focus. */}
      {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions */}
      <div
        data-region="messages"
        onKeyDown={onKeyDown}
        onCopy={(event) =>
          copyRows(event, scroller.current, rows, timeline, (at) => timeOf(i18n.language, at))
        }
        className="relative min-h-0 grow"
      >
        <TimelineList
          room={room.id}
          owner={owner}
          rows={rows}
          keep={keep}
          label={t("timeline.label", { room: title })}
          scroller={scroller}
          Viewport={VirtuaViewport}
          hidden={!revealed}
          renderRow={(index) => rowNode(rows[index])}
        />
        {rows.length === 0 && list.status === "ready" && (
          <div className="absolute inset-0 overflow-y-auto">
            <RoomOpening room={room} />
          </div>
        )}
        {waiting && (
          <div className="absolute inset-0 grid place-items-center text-text-3">
            {list.status === "failed" ? (
              <div role="alert" className="flex flex-col items-center gap-3 text-center text-text-2">
                <p>{t("timeline.load_failed")}</p>
                <Button onClick={() => void positions.toNewest("entry")}>{t("timeline.load_again")}</Button>
              </div>
            ) : (
              <Spinner size={22} />
            )}
          </div>
        )}
        {revealed && (list.before === "failed" || list.after === "failed") && (
          <div role="alert" className="absolute inset-x-0 top-2 z-10 flex justify-center">
            <div className="flex items-center gap-3 rounded-lg border border-line bg-bg py-1.5 ps-4 pe-1.5 text-sm text-text-2">
              <span>{t("timeline.page_failed")}</span>
              <Button
                onClick={() => void (list.before === "failed" ? timeline.loadBefore() : timeline.loadAfter())}
              >
                {t("timeline.load_again")}
              </Button>
            </div>
          </div>
        )}
        {revealed && list.before === "loading" && (
          <div className="pointer-events-none absolute inset-x-0 top-3 flex justify-center text-text-3">
            <Spinner size={18} />
          </div>
        )}
        <DayChip timeline={timeline} owner={owner} scroller={scroller} />
        <JumpPill
          timeline={timeline}
          owner={owner}
          detached={list.window === "detached"}
          onJump={() => void positions.toNewest("pill")}
        />
        {marked && <MarksKeeper roomId={room.id} me={me.id} />}
        <Announcer timeline={timeline} me={me.id} />
      </div>
    </TimelineContext>
  );
}

function rowNode(row: Row | undefined): ReactNode {
  if (row === undefined) return null;
  return (
    <Boundary resetKey={row} fallback={(again) => <FailedRow id={row.key} onAgain={again} />}>
      {row.kind === "hole" ? <HoleRow id={row.key} count={row.count} /> : <MessageRow row={row} />}
    </Boundary>
  );
}

/** The current rows of the list; unchanged ones keep their identity. */
function useRows(
  timeline: RoomTimeline,
  items: ReturnType<RoomTimeline["list"]>["items"],
  hasBefore: boolean,
  me: string,
  unreadAfter: number | null,
): readonly Row[] {
  const [memory] = useState(() => new RowMemory());
  const blocked = useBlocks((state) => state.ids);
  return useMemo(
    () => memory.build(items, { entry: timeline.entry, me, blocked, unreadAfter, hasBefore }),
    [timeline, items, hasBefore, me, blocked, unreadAfter, memory],
  );
}

/** Keeps one tab stop in the list: the focused row while it exists, else the newest. */
function useTabStop(rows: readonly Row[], focus: RowFocus): void {
  const last = rows.at(-1)?.key ?? null;
  const gone = !rows.some((row) => row.key === focus.focused);
  const idle = useRef(true);
  useEffect(() => {
    const held = document.activeElement?.closest("[data-row]") != null;
    if (gone || (idle.current && !held)) focus.focus(last);
    idle.current = !held;
  }, [last, gone, focus]);
}
