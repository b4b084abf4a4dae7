// The one socket of this tab, wired to the browser: clock, network and visibility events. Others listen to its frames and
// state here; what frames mean is dispatch's business.
import { create } from "zustand";
import { backend, refreshSession } from "@/net/http";
import type { ClientFrame, ServerFrame } from "@/net/protocol.gen";
import { FramePacer } from "./framePacer";
import { Socket, type SocketState } from "@/net/socket";

interface Connection {
  socket: SocketState;
  /** When the socket was last lost (ms), null while live or before the first connection was lost. */
  downSince: number | null;
}

export const useConnection = create<Connection>(() => ({ socket: { name: "idle" }, downSince: null }));

const frameListeners = new Set<(frame: ServerFrame) => void>();

const pacer = new FramePacer({
  deliver: (frame) => {
    for (const listener of frameListeners) listener(frame);
  },
  nextPicture: (task) => requestAnimationFrame(task),
  hidden: () => document.visibilityState === "hidden",
  now: () => performance.now(),
});

const socket = new Socket({
  url: `${(backend || location.origin).replace(/^http/, "ws")}/api/v1/ws`,
  open: (url) => new WebSocket(url),
  refresh: () => refreshSession(),
  onFrame: (frame) => pacer.push(frame),
  onState: (state) => {
    const { downSince } = useConnection.getState();
    const down = state.name !== "live" && state.name !== "idle" && state.name !== "stopped";
    useConnection.setState({ socket: state, downSince: down ? (downSince ?? Date.now()) : null });
  },
  now: () => Date.now(),
  random: Math.random,
  setTimer: (task, ms) => setTimeout(task, ms),
  clearTimer: (timer) => clearTimeout(timer as number),
});

/** Opens the socket and keeps it open while the tab lives. Returns how to close it. */
export function connect(): () => void {
  const wake = () => socket.wake();
  const visibility = () => {
    if (document.visibilityState === "visible") socket.wake();
    // Whatever waited for the next picture: a hidden page draws none.
    pacer.flush();
  };
  addEventListener("online", wake);
  // Without a network the socket learns it late; asking finds out in three seconds.
  addEventListener("offline", wake);
  document.addEventListener("visibilitychange", visibility);
  socket.start();
  return () => {
    removeEventListener("online", wake);
    removeEventListener("offline", wake);
    document.removeEventListener("visibilitychange", visibility);
    socket.stop();
    pacer.clear();
  };
}

/** See `Socket.send`. */
export const sendFrame = (frame: ClientFrame): boolean => socket.send(frame);

/** Tries again now instead of when the backoff says. */
export const reconnectNow = (): void => socket.wake();

/** Every frame in the order of arrival. Returns how to stop listening. */
export function onFrame(listener: (frame: ServerFrame) => void): () => void {
  frameListeners.add(listener);
  return () => frameListeners.delete(listener);
}

export const isLive = (): boolean => useConnection.getState().socket.name === "live";
