// Keyboard handling of the list: arrows, Home and End move between rows, Enter opens a row's actions, Escape returns to the
// composer.
import type { KeyboardEvent } from "react";
import { isHidden } from "@/state/people/blocks";
import type { RoomTimeline } from "@/state/timeline/room";
import { focusRow } from "./scroll/useEntrance";
import type { Reader, RowActions } from "./context";
import type { RowFocus } from "./rowFocus";
import type { Row } from "./rows/rows";
import type { ScrollOwner } from "./scroll/scrollOwner";

interface RowKeys {
  rows: readonly Row[];
  timeline: RoomTimeline;
  focus: RowFocus;
  owner: ScrollOwner;
  actions: RowActions;
  me: Reader;
  onLeave: () => void;
}

export function onRowKey(
  event: KeyboardEvent<HTMLElement>,
  { rows, timeline, focus, owner, actions, me, onLeave }: RowKeys,
): void {
  const messages = rows.filter((row) => row.kind === "message");
  const go = (index: number) => {
    const row = messages[Math.max(0, Math.min(messages.length - 1, index))];
    if (row === undefined) return;
    focus.focus(row.key);
    owner.show(row.key);
    focusRow(row.key);
  };
  const row = event.target as HTMLElement;
  if (event.key === "Escape" && !event.defaultPrevented) {
    event.preventDefault();
    onLeave();
    return;
  }
  if (row.dataset["messageId"] === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
  const key = row.dataset["row"] ?? "";
  const at = messages.findIndex((message) => message.key === key);
  const held = timeline.entry(key);
  // A collapsed message has one action, which Enter finds in the row: to show it.
  const entry = held !== undefined && isHidden(held.message) ? undefined : held;
  const usable = entry?.state === "sent" && entry.message.deleted_at === null;
  const mine = entry?.message.author.id === me.id;
  const handled = () => event.preventDefault();
  switch (event.key) {
    case "ArrowUp":
      handled();
      go(at - 1);
      break;
    case "ArrowDown":
      handled();
      go(at + 1);
      break;
    case "Home":
      handled();
      go(0);
      break;
    case "End":
      handled();
      go(messages.length - 1);
      break;
    case "Enter":
      handled();
      row.querySelector<HTMLElement>("[data-row-menu]")?.click();
      break;
    case "r":
    case "R":
      if (entry?.state !== "sent" || !me.posts) break;
      handled();
      actions.reply(entry.message);
      break;
    case "+":
      handled();
      row.querySelector<HTMLElement>("[data-row-react]")?.click();
      break;
    case "e":
    case "E":
      if (!usable || !mine || !me.posts) break;
      handled();
      actions.edit(entry.message);
      break;
    case "Delete":
      if (!usable || !(mine || me.moderates)) break;
      handled();
      actions.remove(entry.message);
      break;
    case "c":
    case "C":
      if (entry === undefined) break;
      handled();
      actions.copyText(entry.message);
      break;
    default:
  }
}
