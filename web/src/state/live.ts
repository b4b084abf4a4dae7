// Being signed in, as one thing that starts and ends: the socket, what its frames do, the room list. The application starts
// it when somebody is signed in and ends it when they are not.
import { connect, onFrame, useConnection } from "./connection";
import { dispatch } from "./dispatch";
import { forgetPresence } from "./presence";
import { queries } from "./queries";
import { resetRooms } from "./rooms";
import { roomsSync } from "./roomsSync";
import { sessionEnded } from "./session";

/** Starts it. Returns how to end it, which forgets everything held in memory. */
export function goLive(): () => void {
  const stopFrames = onFrame(dispatch);
  const stopWatching = useConnection.subscribe(({ socket }) => {
    if (socket.name === "stopped" && socket.reason === "session_ended") sessionEnded();
  });
  const disconnect = connect();
  roomsSync.sync();
  return () => {
    stopFrames();
    stopWatching();
    disconnect();
    roomsSync.reset();
    resetRooms();
    forgetPresence();
    queries.clear();
  };
}
