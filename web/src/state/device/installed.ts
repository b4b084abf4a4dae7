// The page's side of the service worker: registers it, reports when a newer version is waiting, and deletes the offline
// cache when the user signs out.
import { onErase } from "../session/session";

const READING = "confluence-reading.";

/** Registers the worker. When a newer version is waiting, calls `onUpdate` with a function that activates it and reloads. */
export async function install(onUpdate: (apply: () => void) => void): Promise<void> {
  if (!import.meta.env.PROD || !("serviceWorker" in navigator)) return;
  let wanted = false;
  navigator.serviceWorker.addEventListener("controllerchange", () => {
    // The first worker takes control without a reload; only an update that the user accepted reloads the page.
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
    // Private windows and plain HTTP refuse workers; the client works without one.
  }
}

onErase(async (userId) => {
  if ("caches" in globalThis) await caches.delete(READING + userId);
});

/** Deletes a room's offline cache when the user loses access to it. */
export function forgetOffline(roomId: string): void {
  navigator.serviceWorker?.controller?.postMessage({ forget: roomId });
}
