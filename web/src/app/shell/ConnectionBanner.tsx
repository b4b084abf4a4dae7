// Reports a lost connection: at once if the browser does, else after five seconds, because shorter losses recover unnoticed.
// It overlays the view and shifts nothing.
import { CloudOff } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslation } from "@/i18n/useTranslation";
import { isLive, reconnectNow, useConnection } from "@/state/connection/connection";

const PATIENCE_MS = 5_000;
/** The browser may be wrong about the network. Within this time the socket has probed the server; an answer proves it wrong. */
const PROVEN_WITHIN_MS = 4_000;

/** Whether the browser reports being offline and no answer of the server has disproved it. */
function useOffline(): boolean {
  const [offline, setOffline] = useState(!navigator.onLine);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const doubt = () => {
      timer = setTimeout(() => isLive() && setOffline(false), PROVEN_WITHIN_MS);
    };
    const lost = () => {
      setOffline(true);
      doubt();
    };
    const back = () => {
      clearTimeout(timer);
      setOffline(false);
    };
    if (!navigator.onLine) doubt();
    // A new live connection disproves it at any time.
    const stop = useConnection.subscribe((now, before) => {
      if (now.socket.name === "live" && before.socket.name !== "live") back();
    });
    addEventListener("offline", lost);
    addEventListener("online", back);
    return () => {
      clearTimeout(timer);
      stop();
      removeEventListener("offline", lost);
      removeEventListener("online", back);
    };
  }, []);
  return offline;
}

export function ConnectionBanner() {
  const { t } = useTranslation();
  const { socket, downSince } = useConnection();
  const [late, setLate] = useState<number | null>(null);
  useEffect(() => {
    if (downSince === null) return;
    const timer = setTimeout(() => setLate(downSince), Math.max(0, downSince + PATIENCE_MS - Date.now()));
    return () => clearTimeout(timer);
  }, [downSince]);

  const offline = useOffline();

  const refused = socket.name === "stopped" && socket.reason === "origin_refused";
  const parked = socket.name === "parked";
  const shown = refused || parked || offline || (downSince !== null && late === downSince);
  const trying =
    socket.name === "connecting" || socket.name === "awaiting_ready" || socket.name === "refreshing";
  const words = refused
    ? t("connection.refused")
    : parked
      ? t("connection.parked")
      : navigator.onLine
        ? t("connection.lost")
        : t("connection.offline");
  return (
    <div
      role="status"
      className="pointer-events-none absolute inset-x-0 top-16 z-40 flex justify-center px-4"
    >
      {shown && (
        <div
          data-connection-banner=""
          className="pointer-events-auto flex max-w-140 items-center gap-3 rounded-lg border border-line bg-bg py-2 ps-4 pe-2 text-sm shadow-overlay"
        >
          <CloudOff size={18} aria-hidden="true" className="shrink-0 text-danger" />
          <span className="grow py-1">{words}</span>
          {!refused && (
            <button
              type="button"
              onClick={reconnectNow}
              className="min-h-8 shrink-0 rounded-md px-3 font-medium whitespace-nowrap text-accent hover:bg-surface-2 pointer-coarse:min-h-11"
            >
              {parked ? t("connection.resume") : trying ? t("connection.trying") : t("connection.retry")}
            </button>
          )}
        </div>
      )}
    </div>
  );
}
