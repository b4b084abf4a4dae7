// Everything that runs while a user is signed in: the socket, the handlers of its frames, the room list. The application
// starts it on sign-in and ends it on sign-out.
import { connect, onFrame, useConnection } from "../connection/connection";
import { stopAllEditing } from "../conversation/editing";
import { askedToWrite } from "../conversation/writing";
import { startConversation } from "../conversation/converse";
import { dispatch } from "./dispatch";
import { forgetBlocks, recallBlocks } from "../people/blockList";
import { forgetFolders, learnFolders } from "../rooms/folderList";
import { watchIdle } from "../connection/idle";
import { forgetPresence } from "../people/presence";
import { forgetStatuses, learnStatus } from "../people/learnStatus";
import { resetRooms } from "../rooms/rooms";
import { roomsSync } from "../rooms/roomsSync";
import { sessionEnded } from "./session";
import { forgetAsked } from "../requests/stale";
import { forgetLastSent } from "../conversation/lastSent";
import { closeDialog } from "../shell/dialogs";
import { clearNotices } from "../shell/notices";
import { myId, type Session, useSession } from "./whoami";

/** Starts it. Returns a function that ends it and clears everything held in memory. */
export function goLive(): () => void {
  // Before anything is shown, so that messages of blocked people never flash up.
  recallBlocks(myId());
  learnMyStatus(useSession.getState());
  const stopMe = useSession.subscribe(learnMyStatus);
  const stopFrames = onFrame(dispatch);
  const stopWatching = useConnection.subscribe(({ socket }) => {
    if (socket.name === "stopped" && socket.reason === "session_ended") sessionEnded();
  });
  const endConversation = startConversation(myId(), roomsSync.changes);
  const disconnect = connect();
  const stopIdle = watchIdle();
  roomsSync.sync();
  learnFolders();
  return () => {
    stopMe();
    stopFrames();
    stopWatching();
    endConversation();
    stopIdle();
    disconnect();
    roomsSync.reset();
    resetRooms();
    forgetLastSent();
    forgetFolders();
    forgetPresence();
    forgetStatuses();
    forgetBlocks();
    forgetAsked();
    forgetShown();
  };
}

/** Closes what may show the user's data: a dialog about a message, an edit, a notice with a name. */
function forgetShown(): void {
  closeDialog();
  clearNotices();
  askedToWrite();
  stopAllEditing();
}

function learnMyStatus(session: Session): void {
  if (session.status === "signed_in") learnStatus(session.me.id, session.me.status);
}
