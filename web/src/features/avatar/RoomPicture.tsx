// A room's picture, in its settings.
import { patchRoom } from "@/net/api/rooms";
import { putRoom, useRoom } from "@/state/rooms/rooms";
import { PictureField } from "./PictureField";

export function RoomPicture({ roomId }: { roomId: string }) {
  const room = useRoom(roomId);
  if (room === undefined || room.kind === "direct") return null;
  return (
    <PictureField
      id={room.id}
      name={room.name}
      url={room.avatar_url}
      shape="square"
      onKeep={async (avatar_upload_id) => putRoom(await patchRoom(room.id, { avatar_upload_id }))}
    />
  );
}
