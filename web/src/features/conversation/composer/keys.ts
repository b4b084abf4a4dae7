// The keys of the text field: send, break the line, format, cancel, and edit the last message.
import type { KeyboardEvent } from "react";
import type { Completion } from "./completion/useCompletion";
import type { Sending } from "./sending/useSending";
import { continueLine, wrap } from "./text/changes";
import { apply } from "./text/insert";
import { editLast } from "./writing/useEdit";
import type { Writing } from "./writing/useWriting";

/** What keys act on. */
interface KeyTargets {
  roomId: string;
  /** Id of the user. */
  me: string;
  writing: Writing;
  sending: Sending;
  completion: Completion;
  /** Called on Escape with nothing left to cancel. */
  onEscape: () => void;
}

/** Formatting marks by the letter that sets them, with Ctrl or Cmd. */
const MARKS: Record<string, string> = { b: "**", i: "*", e: "`" };

export function onKey(event: KeyboardEvent<HTMLTextAreaElement>, targets: KeyTargets): void {
  const { roomId, me, writing, sending, completion } = targets;
  // Keys of an input method are not the composer's.
  if (event.nativeEvent.isComposing || event.keyCode === 229) return;
  if (completion.onKey(event)) return;
  const area = event.currentTarget;
  const command = event.ctrlKey || event.metaKey;
  const mark = command && !event.altKey && !event.shiftKey ? MARKS[event.key.toLowerCase()] : undefined;
  if (event.key === "Escape") {
    event.preventDefault();
    cancel(targets);
  } else if (mark !== undefined) {
    event.preventDefault();
    apply(area, wrap(area.value, area.selectionStart, area.selectionEnd, mark));
  } else if (event.key === "ArrowUp" && writing.text === "" && writing.reply === null) {
    if (editLast(roomId, me)) event.preventDefault();
  } else if (event.key === "Enter" && (command || (!event.shiftKey && !touchOnly()))) {
    event.preventDefault();
    sending.send();
  } else if (event.key === "Enter") breakLine(event);
}

/** Cancels one thing: the confirmation, the edit or the reply. */
function cancel({ writing, sending, onEscape }: KeyTargets): void {
  if (sending.unconfirmed !== null) sending.reconsider();
  else if (writing.editing !== undefined) writing.stopEditing();
  else if (writing.reply !== null) writing.stopReplying();
  else onEscape();
}

/** Continues a list, a quote or a fence; otherwise leaves the line break to the browser. */
function breakLine(event: KeyboardEvent<HTMLTextAreaElement>): void {
  const area = event.currentTarget;
  if (area.selectionStart !== area.selectionEnd) return;
  const change = continueLine(area.value, area.selectionStart);
  if (change === null) return;
  event.preventDefault();
  apply(area, change);
}

/** Whether the keyboard is on a touch screen, where Enter always breaks the line. */
const touchOnly = (): boolean => matchMedia("(hover: none) and (pointer: coarse)").matches;
