// Adds a room to the favourites, or takes it out.
import { setFavourite } from "@/net/api/rooms";
import { updateMembership } from "./rooms";

/**
 * Shows at once.
 * @throws {ApiError} if the server refuses; then it is undone.
 */
export async function changeFavourite(roomId: string, favourite: boolean): Promise<void> {
  updateMembership(roomId, { favourite });
  try {
    await setFavourite(roomId, favourite);
  } catch (error) {
    updateMembership(roomId, { favourite: !favourite });
    throw error;
  }
}
