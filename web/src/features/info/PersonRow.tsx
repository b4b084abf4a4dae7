// A person in a list about a message.
import type { ReactNode } from "react";
import type { UserRef } from "@/net/protocol.gen";
import { Avatar } from "@/ui/pictures/Avatar";

export function PersonRow({ user, end }: { user: UserRef; end?: ReactNode }) {
  return (
    <li className="flex min-h-11 items-center gap-3">
      <Avatar id={user.id} name={user.display_name} url={user.avatar_url} size={28} />
      <span className="min-w-0 grow truncate text-sm">
        <bdi className="font-medium">{user.display_name}</bdi>{" "}
        <span className="text-text-3">{`@${user.username}`}</span>
      </span>
      {end}
    </li>
  );
}
