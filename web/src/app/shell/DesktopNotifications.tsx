// Runs system notifications while the shell is mounted, with this tab's room, navigation and language. It renders nothing and
// loads after the first paint.
import { useEffect, useRef } from "react";
import { useLocation } from "wouter";
import { useTranslation } from "@/i18n/useTranslation";
import { paths } from "@/lib/paths";
import { startNotifications } from "@/state/notifications/notifications";

export function DesktopNotifications({ room }: { room: string | null }) {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const now = useRef({ t, room, navigate });
  useEffect(() => {
    now.current = { t, room, navigate };
  });
  useEffect(
    () =>
      startNotifications({
        words: () => now.current.t,
        room: () => now.current.room,
        open: (roomId, messageId) => now.current.navigate(paths.message(roomId, messageId)),
      }),
    [],
  );
  return null;
}
