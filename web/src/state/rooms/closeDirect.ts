// Closes a direct room: lists leave it out until somebody writes in it or the user chooses its people again, or takes it back.
import { navigate } from "wouter/use-browser-location";
import { openRoomOf } from "@/lib/openRoom";
import { paths } from "@/lib/paths";
import { setClosed } from "@/net/api/rooms";
import { updateMembership } from "./rooms";

/**
 * Closes it at once, and leaves it if it is on the screen.
 * @throws {ApiError} if the server refuses; then it is listed again.
 */
export async function closeDirect(roomId: string): Promise<void> {
  const done = change(roomId, true);
  if (openRoomOf(location.pathname) === roomId) navigate(paths.home);
  await done;
}

/**
 * Lists it again at once.
 * @throws {ApiError} if the server refuses; then it is closed again.
 */
export const reopenDirect = (roomId: string): Promise<void> => change(roomId, false);

async function change(roomId: string, closed: boolean): Promise<void> {
  updateMembership(roomId, { closed });
  try {
    await setClosed(roomId, closed);
  } catch (error) {
    updateMembership(roomId, { closed: !closed });
    throw error;
  }
}
