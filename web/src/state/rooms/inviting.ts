// Whether the user may invite people into a room. A guest is a member of it, but never may.
import { useGuest } from "../session/whoami";
import { mayInvite, type Place } from "./rights";

export function useMayInvite(room: Place | undefined): boolean {
  const guest = useGuest();
  return !guest && mayInvite(room);
}
