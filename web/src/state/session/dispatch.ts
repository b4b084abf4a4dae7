// Routes frames about the room list, members and people: one exhaustive switch, no logic in its arms.
// converse.ts passes messages and acks to the timelines and the outbox.
import { heardOfBlocks, learnBlocks } from "../people/blockList";
import { heardOfFolders, learnFolders, leftFolder } from "../rooms/folderList";
import { learnNames } from "../people/names";
import { checkSession, heardOfMe, heardOfUser } from "./session";
import { markStale } from "../requests/stale";
import { forgetPresence, setPresence, shownAs } from "../people/presence";
import { forgetStatusesExcept, learnStatus } from "../people/learnStatus";
import { updatePerson } from "../rooms/rooms";
import { roomsSync } from "../rooms/roomsSync";
import { sentAt } from "../conversation/lastSent";
import { myId } from "./whoami";
import { assertNever } from "@/lib/assertNever";
import type { ServerFrame } from "@/net/protocol.gen";

export function dispatch(frame: ServerFrame): void {
  switch (frame.type) {
    case "ready":
      forgetOthers();
      // Another device may have changed the account, or its quiet hours may have begun.
      void checkSession();
      roomsSync.ready(frame.rooms);
      learnFolders();
      void learnBlocks(recount);
      break;
    case "ack":
    case "error":
    case "pong":
      break;
    case "message.created":
      learnNames([frame.message.author]);
      // By the device's clock, which counts down the wait.
      if (frame.message.author.id === myId()) sentAt(frame.room_id, Date.now());
      roomsSync.frame(frame);
      break;
    case "message.updated":
    case "message.deleted":
    case "reaction.added":
    case "reaction.removed":
      roomsSync.frame(frame);
      break;
    case "room.updated":
      roomsSync.frame(frame);
      break;
    case "member.joined":
    case "member.left":
    case "member.updated":
      learnNames([frame.member.user]);
      roomsSync.frame(frame);
      markStale(["members", frame.room_id]);
      break;
    case "room.joined":
      roomsSync.frame(frame);
      break;
    case "room.left":
      leftFolder(frame.room_id);
      void import("../device/installed").then(({ forgetOffline }) => forgetOffline(frame.room_id));
      roomsSync.frame(frame);
      break;
    case "resync":
      learnFolders();
      roomsSync.frame(frame);
      markStale(["members", frame.room_id]);
      break;
    case "read":
    case "membership.updated":
      roomsSync.frame(frame);
      break;
    case "user.updated":
      learnNames([frame.user]);
      learnStatus(frame.user.id, frame.user.status);
      heardOfUser(frame.user);
      updatePerson(frame.user);
      markStale(["members"]);
      markStale(["profile", frame.user.id]);
      break;
    case "me.updated":
      heardOfMe({ presence: frame.presence, settings: frame.settings });
      break;
    case "folders.updated":
      heardOfFolders(frame.folders);
      break;
    case "blocks.updated":
      heardOfBlocks(frame.user_ids);
      markStale(["blocks"]);
      recount();
      break;
    case "typing":
    // state/rooms/moderating.ts hears of these.
    case "room.act":
    case "room.reports":
      break;
    case "presence":
      setPresence(frame.user_id, shownAs(frame.status, frame.do_not_disturb));
      if (frame.user_id === myId()) heardOfMe({ do_not_disturb: frame.do_not_disturb ?? false });
      break;
    default:
      assertNever(frame);
  }
}

/** Forgets what may have changed about other people while there was no connection; it is asked for again where it shows. */
function forgetOthers(): void {
  forgetPresence();
  forgetStatusesExcept(myId());
  markStale(["profile"]);
}

/** Fetches the room list: blocks decide which messages count. */
const recount = (): void => roomsSync.sync();
