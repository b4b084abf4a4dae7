// System notifications, wired to this browser's tabs, its Notification API and the user's rooms. It also offers to enable
// them, once, after the first mention.
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
import { myId } from "../session/whoami";
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
    wanted: notificationsWanted,
    blocked: isBlocked,
    room: (id) => {
      const you = roomOf(id)?.you;
      return you == null ? undefined : { level: you.notify, lastRead: you.last_read_seq };
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
  const title = t("notifications.title", {
    author: message.author.display_name,
    room: roomOf(message.room_id)?.name ?? "",
  });
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

/** Offers notifications after the first mention, once per device, in a focused tab. */
function offer(words: () => TFunction, focused: () => boolean) {
  let due = false;
  const make = () => {
    if (!due || !focused()) return;
    due = false;
    const { on, offered } = notificationSettings();
    if (on || offered || mayNotify() !== "default") return;
    changeNotifications({ offered: true });
    const t = words();
    const run = () => void enableNotifications();
    notify(
      { text: t("notifications.offer"), tone: "plain", action: { label: t("notifications.accept"), run } },
      0,
    );
  };
  addEventListener("focus", make);
  return {
    arrived: (message: Message, me: string) => {
      if (!callsMe(message, me)) return;
      due = true;
      make();
    },
    stop: () => removeEventListener("focus", make),
  };
}
