// The pane of a room's details, with content from other features.
import { later } from "@/lib/later";
import type { Room } from "@/net/protocol.gen";
import { owns } from "@/state/rooms/rights";
import { DetailPane } from "@/features/details/DetailPane";

const Gallery = later(async () => (await import("@/features/conversation/files/gallery/Gallery")).Gallery);

const GroupsPane = later(async () => (await import("@/features/groups/GroupsPane")).GroupsPane, "dialogs");

interface RoomDetailsProps {
  room: Room;
  member: boolean;
  onClose: () => void;
}

export function RoomDetails({ room, member, onClose }: RoomDetailsProps) {
  return (
    <DetailPane
      key={room.id}
      room={room}
      member={member}
      onClose={onClose}
      files={<Gallery key={room.id} roomId={room.id} />}
      groups={<GroupsPane key={room.id} roomId={room.id} mayChange={owns(room)} />}
    />
  );
}
