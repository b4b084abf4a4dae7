// The box in which messages are written. Its text is kept in the drafts, so that it survives a reload; sent messages go to the
// outbox. It never uses the network itself.
import { type Ref, useId, useImperativeHandle, useRef, useState } from "react";
import { useTranslation } from "@/i18n/useTranslation";
import { later } from "@/lib/later";
import type { Room, UserRef } from "@/net/protocol.gen";
import type { Drafts } from "@/state/drafts/drafts";
import type { Outbox } from "@/state/outbox/outbox";
import { mayPost } from "@/state/rooms/rights";
import { useRoomTitle } from "@/state/rooms/roomTitle";
import { cx } from "@/ui/cx";
import { ComposerBars } from "./bars/ComposerBars";
import { ComposerTools } from "./ComposerTools";
import { SuggestionList } from "./completion/SuggestionList";
import { useCompletion } from "./completion/useCompletion";
import { onKey } from "./keys";
import { LengthNote } from "./sending/LengthNote";
import { SendButton } from "./sending/SendButton";
import { useSending } from "./sending/useSending";
import { useSlowMode } from "./sending/useSlowMode";
import { insertText } from "./text/insert";
import { useGrowing } from "./text/useGrowing";
import { useFiles } from "./useFiles";
import { useWriting } from "./writing/useWriting";
import "./composer.css";

const NoPosting = later(async () => (await import("./NoPosting")).NoPosting);
const SlowNote = later(async () => (await import("./sending/SlowNote")).SlowNote);
const DropArea = later(async () => (await import("../files/tray/DropArea")).DropArea);

export interface ComposerHandle {
  focus: () => void;
}

interface ComposerProps {
  room: Room;
  me: UserRef;
  drafts: Drafts;
  outbox: Outbox;
  onSent: () => void;
  /** Called on Escape with nothing left to cancel. */
  onEscape: () => void;
  ref?: Ref<ComposerHandle>;
}

export function Composer({ room, me, drafts, outbox, onSent, onEscape, ref }: ComposerProps) {
  const { t } = useTranslation();
  const title = useRoomTitle(room);
  const note = useId();
  const slowNote = useId();
  const box = useRef<HTMLTextAreaElement>(null);
  const writing = useWriting(room, drafts, box);
  const completion = useCompletion(room.id, box);
  const sent = () => {
    completion.close();
    onSent();
  };
  const slow = useSlowMode(room, me.id);
  const sending = useSending({ room, me, outbox, writing, waiting: slow.left > 0, onSent: sent });
  const files = useFiles(room.id, box);
  const isEdit = writing.editing !== undefined;
  /** Whether a tool covers the box, as the last child of its `data-coverable`. What it covers takes neither focus nor keys. */
  const [cover, setCover] = useState(false);
  const covered = cover && !isEdit;
  useImperativeHandle(ref, () => ({ focus: () => box.current?.focus() }));
  useGrowing(box, writing.text);

  if (!mayPost(room)) return <NoPosting room={room} />;

  return (
    <div data-region="composer" className="composer-frame">
      <DropArea room={title} onFiles={files.take} />
      <SuggestionList completion={completion} />
      <div className="composer-box" data-coverable="">
        <div inert={covered}>
          <ComposerBars roomId={room.id} writing={writing} sending={sending} />
          <div className="flex items-end gap-1 p-1">
            {!isEdit && (
              <ComposerTools
                roomId={room.id}
                onFiles={files.take}
                onEmoji={(emoji) => box.current && insertText(box.current, emoji)}
                onCover={setCover}
                onSent={onSent}
              />
            )}
            <textarea
              ref={box}
              data-region-focus={covered ? undefined : ""}
              rows={1}
              value={writing.text}
              onChange={(event) => {
                writing.write(event.target.value);
                sending.rewritten();
                completion.look();
              }}
              onKeyDown={(event) =>
                onKey(event, { roomId: room.id, me: me.id, writing, sending, completion, onEscape })
              }
              onPaste={files.onPaste}
              {...completion.field}
              aria-label={t("composer.label", { room: title })}
              aria-describedby={
                cx(sending.excess > 0 || sending.full ? note : null, slow.pause > 0 && slowNote) || undefined
              }
              aria-invalid={sending.excess > 0 || undefined}
              placeholder={t("composer.label", { room: title })}
              enterKeyHint="enter"
              className="composer-text"
            />
            <SendButton
              saves={isEdit}
              ready={sending.sendable}
              onClick={() => {
                sending.send();
                box.current?.focus();
              }}
            />
          </div>
        </div>
      </div>
      {slow.pause > 0 && <SlowNote key={room.id} id={slowNote} slow={slow} refusals={sending.refusals} />}
      <LengthNote id={note} excess={sending.excess} full={sending.full} />
    </div>
  );
}
