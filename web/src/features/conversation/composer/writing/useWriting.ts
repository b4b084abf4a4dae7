// The content of the box: the text of the message being edited, or else the room's draft and the message that it replies to.
import { type RefObject, useSyncExternalStore } from "react";
import type { ReplyQuote, Room } from "@/net/protocol.gen";
import { type Editing, editText, stopEditing } from "@/state/conversation/editing";
import type { Drafts } from "@/state/drafts/drafts";
import { bodyOf } from "../text/body";
import { useEdit } from "./useEdit";
import { useReplyFocus } from "./useReplyFocus";
import { useTyping } from "./useTyping";

export interface Writing {
  /** Text in the box. */
  text: string;
  /** The part of the text that is sent. */
  body: string;
  /** The message being edited; undefined while the box shows the draft. */
  editing: Editing | undefined;
  /** The message being replied to; null while editing. */
  reply: ReplyQuote | null;
  /** Replaces the text. */
  write: (text: string) => void;
  /** Empties the draft, once it has been sent. */
  clear: () => void;
  stopEditing: () => void;
  stopReplying: () => void;
}

export function useWriting(
  { id, member_count }: Room,
  drafts: Drafts,
  box: RefObject<HTMLTextAreaElement | null>,
): Writing {
  const draft = useSyncExternalStore(drafts.subscribe, () => drafts.get(id));
  const editing = useEdit(id, box);
  const signalTyping = useTyping(id, member_count);
  const text = editing?.text ?? draft?.text ?? "";
  const reply = editing === undefined ? (draft?.reply_to ?? null) : null;
  useReplyFocus(reply?.id, box);

  return {
    text,
    body: bodyOf(text),
    editing,
    reply,
    write: (value) => {
      if (editing !== undefined) return editText(id, value);
      drafts.setText(id, value);
      signalTyping(value);
    },
    clear: () => drafts.clear(id),
    stopEditing: () => stopEditing(id),
    stopReplying: () => drafts.setReply(id, null),
  };
}
