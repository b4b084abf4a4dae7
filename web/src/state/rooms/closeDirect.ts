// Closes a direct room: lists leave it out until somebody writes in it or the user chooses its people again.
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
  updateMembership(roomId, { closed: true });
  if (openRoomOf(location.pathname) === roomId) navigate(paths.home);
  try {
    await setClosed(roomId, true);
  } catch (error) {
    updateMembership(roomId, { closed: false });
    throw error;
  }
}
