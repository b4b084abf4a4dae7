// Opens the direct room of exactly these people and the user.
import { navigate } from "wouter/use-browser-location";
import { paths } from "@/lib/paths";
import { startDirect } from "@/net/api/rooms";
import { askToWrite } from "../conversation/writing";
import { closeDialog } from "../shell/dialogs";
import { putRoom, roomOf, updateMembership } from "./rooms";

/**
 * Creates the direct room of these people and the user if there is none, shows it, and puts the focus into its message box.
 * Closes the open dialog, if there is one.
 * @throws {ApiError} `cannot_message` if one of them blocks the user; the page then stays as it is.
 */
export async function openDirect(userIds: readonly string[]): Promise<void> {
  const room = await startDirect(userIds);
  const held = roomOf(room.id);
  // Frames that arrived meanwhile are newer than this answer.
  if (held !== undefined && held.version > room.version) updateMembership(room.id, { closed: false });
  else putRoom(room);
  closeDialog();
  askToWrite(room.id);
  navigate(paths.room(room.id));
}
