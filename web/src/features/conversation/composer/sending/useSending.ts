// Sends the text: decides whether it can be sent, asks for confirmation before a message mentions everybody, and hands the message
// to the outbox. Saves an edit instead.
import { useState } from "react";
import { hasVisible } from "@/lib/markdown/grammar/characters";
import type { Room, UserRef } from "@/net/protocol.gen";
import { trayRefs, trayTaken, useTray } from "@/state/files/files";
import type { Outbox } from "@/state/outbox/outbox";
import { excessOf } from "../text/body";
import { saveEdit } from "../writing/useEdit";
import type { Writing } from "../writing/useWriting";
import { type AskedMention, roomMentionIn } from "./roomMention";

export interface Sending {
  /** Whether `send` would do anything. */
  sendable: boolean;
  /** Characters above the limit; if negative, that many are left. */
  excess: number;
  /** Whether the outbox refused the message because it is full. */
  full: boolean;
  /** How often slow mode has refused a message that could be sent otherwise. */
  refusals: number;
  /** The mention that sending again confirms; null if there is nothing to confirm. */
  unconfirmed: AskedMention | null;
  send: () => void;
  /** Cancels the confirmation. */
  reconsider: () => void;
  /** Call when the user has changed the text. */
  rewritten: () => void;
}

interface SendingInput {
  room: Room;
  me: UserRef;
  outbox: Outbox;
  writing: Writing;
  /** Whether slow mode makes the user wait; edits can be saved all the same. */
  waiting: boolean;
  /** Called after the outbox has taken a message; not called for an edit. */
  onSent: () => void;
}

export function useSending({ room, me, outbox, writing, waiting, onSent }: SendingInput): Sending {
  const { text, body, editing, reply } = writing;
  const [full, setFull] = useState(false);
  const [refusals, setRefusals] = useState(0);
  /** The mention that the user was asked to confirm, and in which body; a changed body needs its own confirmation. */
  const [asked, setAsked] = useState<{ mention: AskedMention; body: string } | null>(null);
  const tray = useTray(room.id);
  const files = editing === undefined ? tray : [];
  // The files need not be uploaded yet: the outbox waits for them.
  const failed = files.some(({ state }) => state === "failed");
  const excess = excessOf(text, body);
  // The server refuses a body that shows nothing, even with files.
  const valid = !failed && (body === "" ? files.length > 0 : hasVisible(body)) && excess <= 0;
  const early = waiting && editing === undefined;

  const send = () => {
    if (!valid) return;
    if (early) return setRefusals(refusals + 1);
    const mention = roomMentionIn(body, room, editing !== undefined);
    if (mention.kind !== "none" && asked?.body !== body) return setAsked({ mention, body });
    setAsked(null);
    if (editing !== undefined) return void saveEdit(room.id, editing, body);
    const message = { room_id: room.id, body, reply_to: reply, author: me };
    const sent = outbox.enqueue(files.length === 0 ? message : { ...message, files: trayRefs(room.id) });
    setFull(sent === null);
    if (sent === null) return;
    trayTaken(room.id);
    writing.clear();
    onSent();
  };

  return {
    sendable: valid && !early,
    excess,
    full,
    refusals,
    unconfirmed: asked?.body === body ? asked.mention : null,
    send,
    reconsider: () => setAsked(null),
    rewritten: () => setFull(false),
  };
}
