// A person in a list: picture, name and handle.
import type { UserRef } from "@/net/protocol.gen";
import { Avatar } from "@/ui/pictures/Avatar";

export function PersonLine({ person }: { person: UserRef }) {
  return (
    <>
      <Avatar id={person.id} name={person.display_name} url={person.avatar_url} size={28} />
      <span className="min-w-0 grow truncate text-sm">
        <bdi className="font-medium">{person.display_name}</bdi>
        <span className="ms-2 text-text-3">{`@${person.username}`}</span>
      </span>
    </>
  );
}
