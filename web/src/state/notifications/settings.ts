// Whether this browser notifies the signed-in user, and what it shows of a message. The settings stay on this device, as the
// browser's permission does. Permission is requested only when the user switches notifications on.
import { create } from "zustand";
import { readStored, writeStored } from "@/lib/storage";
import { onErase } from "../session/session";
import { myId } from "../session/whoami";

export interface NotificationSettings {
  on: boolean;
  /** Whether the notification shows the message's text, or only its author and room. */
  text: boolean;
  /** Whether the one offer after a mention has been made. */
  offered: boolean;
}

const USUAL: NotificationSettings = { on: false, text: true, offered: false };

const keyOf = (userId: string) => `confluence.notifications.${userId}`;

/** Read from storage each time, because another tab may have changed it. */
export const notificationSettings = (): NotificationSettings => ({
  ...USUAL,
  ...readStored<Partial<NotificationSettings>>(keyOf(myId()), {}),
});

/** Counter of changes, to re-render views that show the settings. */
export const useNotificationChanges = create<{ changes: number }>(() => ({ changes: 0 }));

export function changeNotifications(change: Partial<NotificationSettings>): void {
  writeStored(keyOf(myId()), { ...notificationSettings(), ...change });
  useNotificationChanges.setState(({ changes }) => ({ changes: changes + 1 }));
}

/** The browser's permission. Android shows notifications only through a service worker, which is not used here. */
export const mayNotify = (): NotificationPermission | "unsupported" =>
  "Notification" in globalThis && !/Android/.test(navigator.userAgent)
    ? Notification.permission
    : "unsupported";

export const notificationsWanted = (): boolean => notificationSettings().on && mayNotify() === "granted";

/** Switches notifications on, requesting the browser's permission if needed. Call only in response to a click. */
export async function enableNotifications(): Promise<NotificationPermission | "unsupported"> {
  if (mayNotify() === "unsupported") return "unsupported";
  const permission = await Notification.requestPermission();
  changeNotifications({ on: permission === "granted", offered: true });
  return permission;
}

onErase(async (userId) => writeStored(keyOf(userId), undefined));
