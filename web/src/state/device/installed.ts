// The service worker's side of the application: registers it, says when a newer version waits, and forgets what was kept
// for reading offline when a person signs out on purpose.
import { onErase } from "../session/session";

const READING = "confluence-reading.";

/** Registers the worker. `onUpdate` is called when a newer version waits; what it gets switches to it and reloads. */
export async function install(onUpdate: (apply: () => void) => void): Promise<void> {
  if (!import.meta.env.PROD || !("serviceWorker" in navigator)) return;
  let wanted = false;
  navigator.serviceWorker.addEventListener("controllerchange", () => {
    // The first worker of a page takes over silently; only an update that somebody asked for reloads.
    if (wanted) location.reload();
  });
  try {
    const registration = await navigator.serviceWorker.register("/sw.js");
    const offer = (worker: ServiceWorker) =>
      onUpdate(() => {
        wanted = true;
        worker.postMessage("activate");
      });
    if (registration.waiting !== null && navigator.serviceWorker.controller !== null)
      offer(registration.waiting);
    registration.addEventListener("updatefound", () => {
      const worker = registration.installing;
      worker?.addEventListener("statechange", () => {
        if (worker.state === "installed" && navigator.serviceWorker.controller !== null) offer(worker);
      });
    });
  } catch {
    // Private windows and plain http refuse workers: the client works without.
  }
}

onErase(async (userId) => {
  if ("caches" in globalThis) await caches.delete(READING + userId);
});

/** What was kept of a room for reading offline is deleted: it is no longer mine to read. */
export function forgetOffline(roomId: string): void {
  navigator.serviceWorker?.controller?.postMessage({ forget: roomId });
}
