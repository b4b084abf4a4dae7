// The cards of people, with what a moderator of the open room may do to them.
import { CardActs } from "@/features/details/members/CardActs";
import { PersonCards } from "@/features/people/PersonCards";

export function Cards({ room }: { room: string | null }) {
  return (
    <PersonCards
      acts={(profile, onClose) => <CardActs roomId={room} profile={profile} onClose={onClose} />}
    />
  );
}
