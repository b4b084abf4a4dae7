// The box one writes in: text, the message it answers, completion, sending. The text lives in the drafts, so that it survives
// everything; what is sent goes to the outbox. It refuses to know the network.
import { SendHorizontal } from "lucide-react";
import {
  type ClipboardEvent,
  type KeyboardEvent,
  type Ref,
  useEffect,
  useId,
  useImperativeHandle,
  useRef,
  useState,
  useSyncExternalStore,
} from "react";
import { useTranslation } from "@/i18n/useTranslation";
import { later } from "@/lib/later";
import { hasVisible } from "@/lib/markdown/grammar/characters";
import { BODY_CHARS } from "@/lib/limits.gen";
import type { Room, UserRef } from "@/net/protocol.gen";
import { editText, stopEditing } from "@/state/conversation/editing";
import type { Drafts } from "@/state/drafts/drafts";
import { trayRefs, trayTaken, useTray } from "@/state/files/files";
import type { Outbox } from "@/state/outbox/outbox";
import { mayPost } from "@/state/rooms/rights";
import { useRoomTitle } from "@/state/rooms/roomTitle";
import { cx } from "@/ui/cx";
import { useAttach } from "../files/tray/useAttach";
import { bodyOf, characters, continueLine, wrap } from "./editing";
import { apply } from "./insert";
import { ComposerTools } from "./ComposerTools";
import { EditBar } from "./EditBar";
import { ReplyBar } from "./ReplyBar";
import { type RoomMention, roomMentionIn } from "./roomMention";
import { RoomMentionBar } from "./RoomMentionBar";
import { SuggestionList } from "./completion/SuggestionList";
import { editLast, saveEdit, useEdit } from "./useEdit";
import { meansFiles } from "./pasted";
import { useCompletion } from "./completion/useCompletion";
import { LengthNote } from "./LengthNote";
import { useGrowing } from "./useGrowing";
import { useTyping } from "./useTyping";
import "./composer.css";

const DropArea = later(async () => (await import("../files/tray/DropArea")).DropArea);
const TrayStrip = later(async () => (await import("../files/tray/TrayStrip")).TrayStrip);

/** Characters that a message may have. */
/** From here on the box says how many are left. */
const BODY_NEAR = 15_000;
const MARKS: Record<string, string> = { b: "**", i: "*", e: "`" };

export interface ComposerHandle {
  focus: () => void;
}

interface ComposerProps {
  room: Room;
  me: UserRef;
  drafts: Drafts;
  outbox: Outbox;
  onSent: () => void;
  /** Escape with nothing left to cancel. */
  onEscape: () => void;
  ref?: Ref<ComposerHandle>;
}

export function Composer({ room, me, drafts, outbox, onSent, onEscape, ref }: ComposerProps) {
  const { t } = useTranslation();
  const title = useRoomTitle(room);
  const id = useId();
  const box = useRef<HTMLTextAreaElement>(null);
  const draft = useSyncExternalStore(drafts.subscribe, () => drafts.get(room.id));
  const editing = useEdit(room.id, box);
  const text = editing?.text ?? draft?.text ?? "";
  const reply = editing === undefined ? (draft?.reply_to ?? null) : null;
  const [full, setFull] = useState(false);
  /** What was asked before sending, and about which text. */
  const [asked, setAsked] = useState<{ mention: RoomMention; body: string } | null>(null);
  const completion = useCompletion(room.id, box);
  const typing = useTyping(room.id, room.member_count);
  const body = bodyOf(text);
  const over = text.length > BODY_NEAR ? characters(body) - BODY_CHARS : -BODY_CHARS;
  const tray = useTray(room.id);
  const attach = useAttach(room.id);
  /** How many files go along; null while one of them has failed. They need not be up: the outbox waits for them. */
  const count = editing !== undefined ? 0 : tray.some(({ state }) => state === "failed") ? null : tray.length;
  // What shows nothing the server refuses, also beside files.
  const sendable = count !== null && (body === "" ? count > 0 : hasVisible(body)) && over <= 0;
  const list = completion.kind === null ? undefined : `${id}list`;
  /** Something lies over the box, as the last child of its `data-coverable`: what is below takes neither focus nor keys. */
  const [cover, setCover] = useState(false);
  const covered = editing === undefined && cover;

  useImperativeHandle(ref, () => ({ focus: () => box.current?.focus() }));
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
    const sent = outbox.enqueue(count === 0 ? message : { ...message, files: trayRefs(room.id) });
    setFull(sent === null);
    if (sent === null) return;
    trayTaken(room.id);
    drafts.clear(room.id);
    completion.close();
    onSent();
  };

  /** At the caret, instead of what is selected. */
  const insertText = (insert: string) => {
    const area = box.current;
    if (area === null) return;
    const { selectionStart: from, selectionEnd: to } = area;
    apply(area, { from, to, insert, start: from + insert.length, end: from + insert.length });
  };

  const take = (files: File[]) => {
    box.current?.focus();
    void attach(files);
  };

  const onPaste = (event: ClipboardEvent) => {
    const { files: pasted, types } = event.clipboardData;
    const text = event.clipboardData.getData("text/plain");
    if (!meansFiles({ types, text, names: [...pasted].map(({ name }) => name) })) return;
    event.preventDefault();
    take([...pasted]);
  };

  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    // An input method's keys are its own.
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    if (completion.onKey(event)) return;
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

  if (!mayPost(room))
    return (
      <div data-region="composer" className="composer-frame">
        <p className="rounded-lg bg-surface-2 px-4 py-3 text-center text-text-2">
          {t("composer.moderators_only")}
        </p>
      </div>
    );

  return (
    <div data-region="composer" className="composer-frame">
      <DropArea room={title} onFiles={take} />
      {completion.kind !== null && (
        <SuggestionList
          id={`${id}list`}
          label={t(`composer.${completion.kind}_list`)}
          suggestions={completion.suggestions}
          active={completion.active}
          onPick={completion.pick}
          onPoint={completion.point}
        />
      )}
      <div className="composer-box" data-coverable="">
        <div inert={covered}>
          {asked?.body === body && asked.mention.kind !== "none" && (
            <RoomMentionBar mention={asked.mention} onSend={send} onCancel={() => setAsked(null)} />
          )}
          {editing !== undefined && <EditBar onCancel={() => stopEditing(room.id)} />}
          {reply !== null && <ReplyBar quote={reply} onCancel={() => drafts.setReply(room.id, null)} />}
          {editing === undefined && tray.length > 0 && <TrayStrip roomId={room.id} />}
          <div className="flex items-end gap-1 p-1">
            {editing === undefined && (
              <ComposerTools
                roomId={room.id}
                onFiles={take}
                onEmoji={insertText}
                onCover={setCover}
                onSent={onSent}
              />
            )}
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
                completion.look();
              }}
              onSelect={completion.look}
              onKeyDown={onKeyDown}
              onPaste={onPaste}
              onBlur={completion.close}
              aria-label={t("composer.label", { room: title })}
              aria-describedby={over > 0 || full ? `${id}error` : undefined}
              aria-invalid={over > 0 || undefined}
              aria-autocomplete="list"
              aria-controls={list}
              aria-activedescendant={list && `${list}-${completion.active}`}
              placeholder={t("composer.label", { room: title })}
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
      <LengthNote id={`${id}error`} over={over} near={over > BODY_NEAR - BODY_CHARS} full={full} />
    </div>
  );
}

const touchOnly = (): boolean => matchMedia("(hover: none) and (pointer: coarse)").matches;
