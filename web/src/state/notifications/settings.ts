// Whether this browser notifies the person signed in, and what it shows of a message. It stays on this device, as the
// browser's permission does, and asks for that only when told to.
import { create } from "zustand";
import { readStored, writeStored } from "@/lib/storage";
import { onErase } from "../session/session";
import { myId } from "../session/whoami";

export interface NotificationSettings {
  on: boolean;
  /** Whether the text of the message is shown, or only who wrote where. */
  text: boolean;
  /** Whether notifications were offered after a mention: that happens once. */
  offered: boolean;
}

const USUAL: NotificationSettings = { on: false, text: true, offered: false };

const keyOf = (userId: string) => `confluence.notifications.${userId}`;

/** Read anew each time: another tab may have changed it. */
export const notificationSettings = (): NotificationSettings => ({
  ...USUAL,
  ...readStored<Partial<NotificationSettings>>(keyOf(myId()), {}),
});

/** Counts changes, for views that show the settings. */
export const useNotificationChanges = create<{ changes: number }>(() => ({ changes: 0 }));

export function changeNotifications(change: Partial<NotificationSettings>): void {
  writeStored(keyOf(myId()), { ...notificationSettings(), ...change });
  useNotificationChanges.setState(({ changes }) => ({ changes: changes + 1 }));
}

/** Phones show notifications of installed programs only, by another way. */
export const mayNotify = (): NotificationPermission | "unsupported" =>
  "Notification" in globalThis && !/Android/.test(navigator.userAgent)
    ? Notification.permission
    : "unsupported";

export const notificationsWanted = (): boolean => notificationSettings().on && mayNotify() === "granted";

/** Switches them on, asking the browser's permission where it has not been given. Called on a press only. */
export async function enableNotifications(): Promise<NotificationPermission | "unsupported"> {
  if (mayNotify() === "unsupported") return "unsupported";
  const permission = await Notification.requestPermission();
  changeNotifications({ on: permission === "granted", offered: true });
  return permission;
}

onErase(async (userId) => writeStored(keyOf(userId), undefined));
