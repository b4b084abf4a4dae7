// A room's settings dialog, with the room picture from another feature.
import { RoomPicture } from "@/features/avatar/RoomPicture";
import { EditRoomDialog } from "@/features/details/EditRoomDialog";

export function RoomSettings({ roomId, onClose }: { roomId: string; onClose: () => void }) {
  return <EditRoomDialog roomId={roomId} onClose={onClose} picture={<RoomPicture roomId={roomId} />} />;
}
