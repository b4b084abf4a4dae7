// System notifications, wired to this browser's tabs, its Notification API and the user's rooms. It also offers to enable
// them, once, after the first mention or direct message.
import { EXCERPT_CHARS } from "@/lib/limits.gen";
import { isBlocked } from "../people/blocks";
import { callsMe } from "../people/callsMe";
import type { TFunction } from "i18next";
import { lineOf } from "@/lib/excerpt";
import { plainText } from "@/lib/markdown/plain";
import type { Message } from "@/net/protocol.gen";
import { sourceOf } from "@/state/timeline/sourceOf";
import { onFrame } from "../connection/connection";
import { notify } from "../shell/notices";
import { electLeader } from "../outbox/leadership";
import { roomOf } from "../rooms/rooms";
import { roomTitle } from "../rooms/roomTitle";
import { levelOf } from "./notifyLevel";
import { isUndisturbed, myId } from "../session/whoami";
import { Notifier, type Word } from "./notifier";
import {
  changeNotifications,
  enableNotifications,
  mayNotify,
  notificationSettings,
  notificationsWanted,
} from "./settings";

interface Surroundings {
  /** Translations in the current language, which can change. */
  words: () => TFunction;
  /** Id of the room that this tab shows, focused or not. */
  room: () => string | null;
  open: (roomId: string, messageId: string) => void;
}

/** Starts for the signed-in user. Returns a function that stops it and closes all notifications. */
export function startNotifications({ words, room, open }: Surroundings): () => void {
  const me = myId();
  const channel =
    typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel(`confluence.notifications.${me}`);
  const focused = () => document.visibilityState === "visible" && document.hasFocus();
  const notifier = new Notifier({
    me,
    wanted: () => notificationsWanted() && !isUndisturbed(),
    blocked: isBlocked,
    room: (id) => {
      const held = roomOf(id);
      if (held?.you == null) return undefined;
      return { level: levelOf(held), lastRead: held.you.last_read_seq };
    },
    looking: (id) => focused() && room() === id,
    tell: (word) => channel?.postMessage(word),
    show: (message, onClick) => show(words(), message, onClick),
    open: ({ room_id, id }) => {
      window.focus();
      open(room_id, id);
    },
    setTimer: (task, ms) => setTimeout(task, ms),
    clearTimer: (timer) => clearTimeout(timer as number),
  });
  channel?.addEventListener("message", ({ data }: MessageEvent<Word>) => notifier.hear(data));
  const offering = offer(words, focused);
  const stopFrames = onFrame((frame) => {
    notifier.frame(frame);
    if (frame.type !== "message.created") return;
    const { author } = frame.message;
    if (author.id !== me && !isBlocked(author.id)) offering.arrived(frame.message, me);
  });
  const resign = electLeader(`confluence.notifications.${me}`, () => notifier.lead());
  return () => {
    stopFrames();
    resign();
    notifier.stop();
    offering.stop();
    channel?.close();
  };
}

function show(t: TFunction, message: Message, onClick: () => void): { close: () => void } | null {
  const text = lineOf(plainText(sourceOf(message)), EXCERPT_CHARS);
  const title = titleOf(t, message);
  const said = text === "" ? t("notifications.file") : text;
  try {
    const notification = new Notification(title, {
      body: notificationSettings().text ? said : t("notifications.hidden"),
      dir: "auto",
      icon: "/icons/192.png",
      // One per room: the newest replaces the one before.
      tag: `confluence.${message.room_id}`,
    });
    notification.addEventListener("click", onClick);
    return { close: () => notification.close() };
  } catch {
    // Some systems have the API and throw when it is used.
    return null;
  }
}

function titleOf(t: TFunction, { author, room_id }: Message): string {
  const room = roomOf(room_id);
  // A direct room of two has the author's name itself.
  if (room === undefined || (room.kind === "direct" && room.member_count <= 2)) return author.display_name;
  return t("notifications.title", { author: author.display_name, room: roomTitle(t, room, myId()) });
}

/** Offers notifications after the first mention or direct message, once per device, in a focused tab. */
function offer(words: () => TFunction, focused: () => boolean) {
  let due: "offer" | "offer_direct" | null = null;
  const make = () => {
    if (due === null || !focused()) return;
    const word = due;
    due = null;
    const { on, offered } = notificationSettings();
    if (on || offered || mayNotify() !== "default") return;
    changeNotifications({ offered: true });
    const t = words();
    const run = () => void enableNotifications();
    notify(
      { text: t(`notifications.${word}`), tone: "plain", action: { label: t("notifications.accept"), run } },
      0,
    );
  };
  addEventListener("focus", make);
  return {
    arrived: (message: Message, me: string) => {
      if (roomOf(message.room_id)?.kind === "direct") due = "offer_direct";
      else if (callsMe(message, me)) due = "offer";
      else return;
      make();
    },
    stop: () => removeEventListener("focus", make),
  };
}
