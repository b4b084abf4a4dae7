// A person in a list about a message.
import type { ReactNode } from "react";
import type { UserRef } from "@/net/protocol.gen";
import { Avatar } from "@/ui/pictures/Avatar";

export function PersonRow({ user, end }: { user: UserRef; end?: ReactNode }) {
  return (
    <li className="flex min-h-11 items-center gap-3">
      <Avatar
        id={user.id}
        name={user.display_name}
        url={user.avatar_url}
        size={28}
        card={user.username !== ""}
      />
      <span className="flex min-w-0 grow gap-1 text-sm">
        {user.username === "" ? (
          <bdi className="font-medium">{user.display_name}</bdi>
        ) : (
          <>
            <button
              type="button"
              data-person={user.id}
              aria-haspopup="dialog"
              className="-my-0.5 truncate rounded-sm py-0.5 font-medium select-text hover:underline"
            >
              <bdi>{user.display_name}</bdi>
            </button>
            <span className="shrink-0 text-text-3">{`@${user.username}`}</span>
          </>
        )}
      </span>
      {end}
    </li>
  );
}
