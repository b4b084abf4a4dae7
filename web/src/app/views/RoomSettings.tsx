// A room's settings with what another feature shows in them: its picture.
import { RoomPicture } from "@/features/avatar/RoomPicture";
import { EditRoomDialog } from "@/features/details/EditRoomDialog";

export function RoomSettings({ roomId, onClose }: { roomId: string; onClose: () => void }) {
  return <EditRoomDialog roomId={roomId} onClose={onClose} picture={<RoomPicture roomId={roomId} />} />;
}
