// The box one writes in: text, the message it answers, completion, sending. The text lives in the drafts, so that it survives
// everything; what is sent goes to the outbox. It refuses to know the network.
import { SendHorizontal } from "lucide-react";
import {
  type ClipboardEvent,
  type KeyboardEvent,
  type ReactNode,
  type Ref,
  useEffect,
  useId,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
  useSyncExternalStore,
} from "react";
import { useTranslation } from "@/i18n/useTranslation";
import { hasVisible } from "@/lib/markdown/grammar/characters";
import type { Room, UserRef } from "@/net/protocol.gen";
import { editText, stopEditing } from "@/state/conversation/editing";
import type { Drafts } from "@/state/drafts/drafts";
import type { FileRef } from "@/state/files/kept";
import type { Outbox } from "@/state/outbox/outbox";
import { cx } from "@/ui/cx";
import { type Trigger, triggerAt } from "./completion/completion";
import { bodyOf, characters, continueLine, wrap } from "./editing";
import { apply } from "./insert";
import { EditBar } from "./EditBar";
import { ReplyBar } from "./ReplyBar";
import { type RoomMention, roomMentionIn } from "./roomMention";
import { RoomMentionBar } from "./RoomMentionBar";
import { SuggestionList } from "./completion/SuggestionList";
import { editLast, saveEdit, useEdit } from "./useEdit";
import { meansFiles } from "./pasted";
import { useSuggestions } from "./completion/useSuggestions";
import { useTyping } from "./useTyping";
import "./composer.css";

/** Characters that a message may have. */
const BODY_MAX = 16_000;
/** From here on the box says how many are left. */
const BODY_NEAR = 15_000;
const MARKS: Record<string, string> = { b: "**", i: "*", e: "`" };

export interface ComposerHandle {
  focus: () => void;
  /** At the caret, instead of what is selected. */
  insert: (text: string) => void;
}

/** The files of the message being written, as somebody else looks after them. */
export interface ComposerFiles {
  /** Stands above the text. */
  strip: ReactNode;
  /** Stands before the text: a way to pick files. */
  button: ReactNode;
  /** Something lies over the box, as the last child of its `data-coverable`: what is below takes neither focus nor keys. */
  covered?: boolean;
  /** How many there are; null while one of them has failed. They need not be up: the outbox waits for them. */
  count: number | null;
  onPasted: (files: File[]) => void;
  refs: () => FileRef[];
  /** The message took them along. */
  onTaken: () => void;
}

interface ComposerProps {
  room: Room;
  me: UserRef;
  drafts: Drafts;
  outbox: Outbox;
  files?: ComposerFiles;
  onSent: () => void;
  /** Escape with nothing left to cancel. */
  onEscape: () => void;
  ref?: Ref<ComposerHandle>;
}

export function Composer({ room, me, drafts, outbox, files, onSent, onEscape, ref }: ComposerProps) {
  const { t } = useTranslation();
  const id = useId();
  const box = useRef<HTMLTextAreaElement>(null);
  const draft = useSyncExternalStore(drafts.subscribe, () => drafts.get(room.id));
  const editing = useEdit(room.id, box);
  const text = editing?.text ?? draft?.text ?? "";
  const reply = editing === undefined ? (draft?.reply_to ?? null) : null;
  const [trigger, setTrigger] = useState<Trigger | null>(null);
  const [active, setActive] = useState(0);
  const [full, setFull] = useState(false);
  /** What was asked before sending, and about which text. */
  const [asked, setAsked] = useState<{ mention: RoomMention; body: string } | null>(null);
  const suggestions = useSuggestions(room.id, trigger);
  const typing = useTyping(room.id, room.member_count);
  const body = bodyOf(text);
  const over = text.length > BODY_NEAR ? characters(body) - BODY_MAX : -BODY_MAX;
  const count = files === undefined || editing !== undefined ? 0 : files.count;
  // What shows nothing the server refuses, also beside files.
  const sendable = count !== null && (body === "" ? count > 0 : hasVisible(body)) && over <= 0;
  const open = suggestions.length > 0;
  const covered = editing === undefined && files?.covered === true;

  useImperativeHandle(ref, () => ({
    focus: () => box.current?.focus(),
    insert: (insert) => {
      const area = box.current;
      if (area === null) return;
      const { selectionStart: from, selectionEnd: to } = area;
      apply(area, { from, to, insert, start: from + insert.length, end: from + insert.length });
    },
  }));
  useGrowing(box, text);
  const replyId = reply?.id;
  const answered = useRef(replyId);
  useEffect(() => {
    // Choosing to reply is choosing to write; coming back to a draft is not.
    if (replyId !== undefined && replyId !== answered.current) box.current?.focus();
    answered.current = replyId;
  }, [replyId]);

  const send = () => {
    if (!sendable) return;
    const mention = roomMentionIn(body, room);
    if (mention.kind !== "none" && asked?.body !== body) return setAsked({ mention, body });
    setAsked(null);
    if (editing !== undefined) return void saveEdit(room.id, editing, body);
    const message = { room_id: room.id, body, reply_to: reply, author: me };
    const sent = outbox.enqueue(count === 0 ? message : { ...message, files: files?.refs() ?? [] });
    setFull(sent === null);
    if (sent === null) return;
    files?.onTaken();
    drafts.clear(room.id);
    setTrigger(null);
    onSent();
  };

  const pick = (index: number) => {
    const chosen = suggestions[index];
    const area = box.current;
    if (chosen === undefined || trigger === null || area === null) return;
    const insert = `${chosen.insert} `;
    const end = trigger.from + insert.length;
    apply(area, { from: trigger.from, to: area.selectionStart, insert, start: end, end });
    setTrigger(null);
  };

  const onPaste = (event: ClipboardEvent) => {
    const { files: pasted, types } = event.clipboardData;
    const text = event.clipboardData.getData("text/plain");
    if (files === undefined || !meansFiles({ types, text, names: [...pasted].map(({ name }) => name) }))
      return;
    event.preventDefault();
    files.onPasted([...pasted]);
  };

  const look = () => {
    const area = box.current;
    if (area === null) return;
    const found =
      area.selectionStart === area.selectionEnd ? triggerAt(area.value, area.selectionStart) : null;
    if (found?.from !== trigger?.from || found?.query !== trigger?.query) {
      setTrigger(found);
      setActive(0);
    }
  };

  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    // An input method's keys are its own.
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    if (open && completes(event)) return;
    const command = event.ctrlKey || event.metaKey;
    const mark = command && !event.altKey && !event.shiftKey ? MARKS[event.key.toLowerCase()] : undefined;
    const area = event.currentTarget;
    if (event.key === "Escape") {
      event.preventDefault();
      if (asked?.body === body) setAsked(null);
      else if (editing !== undefined) stopEditing(room.id);
      else if (reply !== null) drafts.setReply(room.id, null);
      else onEscape();
    } else if (mark !== undefined) {
      event.preventDefault();
      apply(area, wrap(area.value, area.selectionStart, area.selectionEnd, mark));
    } else if (event.key === "ArrowUp" && text === "" && reply === null) {
      if (editLast(room.id, me.id)) event.preventDefault();
    } else if (event.key === "Enter") {
      if (command || (!event.shiftKey && !touchOnly())) {
        event.preventDefault();
        send();
        return;
      }
      const change =
        area.selectionStart === area.selectionEnd ? continueLine(area.value, area.selectionStart) : null;
      if (change === null) return;
      event.preventDefault();
      apply(area, change);
    }
  };

  /** Keys that belong to the open list. */
  const completes = (event: KeyboardEvent): boolean => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step !== 0) setActive((active + step + suggestions.length) % suggestions.length);
    else if (
      (event.key === "Enter" && !event.shiftKey && !event.ctrlKey && !event.metaKey) ||
      event.key === "Tab"
    )
      pick(active);
    else if (event.key === "Escape") setTrigger(null);
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  };

  if (room.posting === "moderators" && room.you?.role === "member")
    return (
      <div data-region="composer" className="composer-frame">
        <p className="rounded-lg bg-surface-2 px-4 py-3 text-center text-text-2">
          {t("composer.moderators_only")}
        </p>
      </div>
    );

  return (
    <div data-region="composer" className="composer-frame">
      {open && trigger !== null && (
        <SuggestionList
          id={`${id}list`}
          label={t(`composer.${trigger.kind}_list`)}
          suggestions={suggestions}
          active={active}
          onPick={pick}
          onPoint={setActive}
        />
      )}
      <div className="composer-box" data-coverable="">
        <div inert={covered}>
          {asked?.body === body && asked.mention.kind !== "none" && (
            <RoomMentionBar mention={asked.mention} onSend={send} onCancel={() => setAsked(null)} />
          )}
          {editing !== undefined && <EditBar onCancel={() => stopEditing(room.id)} />}
          {reply !== null && <ReplyBar quote={reply} onCancel={() => drafts.setReply(room.id, null)} />}
          {editing === undefined && files?.strip}
          <div className="flex items-end gap-1 p-1">
            {editing === undefined && files?.button}
            <textarea
              ref={box}
              data-region-focus={covered ? undefined : ""}
              rows={1}
              value={text}
              onChange={(event) => {
                const { value } = event.target;
                if (editing === undefined) {
                  drafts.setText(room.id, value);
                  typing(value);
                } else editText(room.id, value);
                setFull(false);
                look();
              }}
              onSelect={look}
              onKeyDown={onKeyDown}
              onPaste={onPaste}
              onBlur={() => setTrigger(null)}
              aria-label={t("composer.label", { room: room.name })}
              aria-describedby={over > 0 || full ? `${id}error` : undefined}
              aria-invalid={over > 0 || undefined}
              aria-autocomplete="list"
              aria-controls={open ? `${id}list` : undefined}
              aria-activedescendant={open ? `${id}list-${active}` : undefined}
              placeholder={t("composer.label", { room: room.name })}
              enterKeyHint="enter"
              className="composer-text"
            />
            <button
              type="button"
              onClick={() => {
                send();
                box.current?.focus();
              }}
              aria-label={t(editing === undefined ? "composer.send" : "composer.save")}
              aria-disabled={!sendable || undefined}
              className={cx("composer-send", sendable && "composer-send-ready")}
            >
              <SendHorizontal size={18} aria-hidden="true" className="rtl:-scale-x-100" />
            </button>
          </div>
        </div>
      </div>
      {(over > 0 || full) && (
        <p id={`${id}error`} role="alert" className="px-1 pt-1.5 text-sm text-danger">
          {full ? t("composer.full") : t("composer.too_long", { count: over })}
        </p>
      )}
      {over <= 0 && over > BODY_NEAR - BODY_MAX && (
        <p className="px-1 pt-1 text-end text-xs text-text-3 tabular-nums">
          {t("composer.left", { count: -over })}
        </p>
      )}
    </div>
  );
}

const touchOnly = (): boolean => matchMedia("(hover: none) and (pointer: coarse)").matches;

/** Where the platform cannot size a box by its content, its height is set by hand. */
function useGrowing(box: React.RefObject<HTMLTextAreaElement | null>, text: string): void {
  useLayoutEffect(() => {
    const area = box.current;
    if (area === null || CSS.supports("field-sizing", "content")) return;
    fitContent(area);
  }, [box, text]);
}

function fitContent(area: HTMLTextAreaElement): void {
  area.style.height = "auto";
  area.style.height = `${area.scrollHeight}px`;
}
