// The name of an author, with the handle beside it if another person's name looks like it.
import type { UserRef } from "@/net/protocol.gen";
import { isConfusable, useNames } from "@/state/people/names";

export function AuthorName({ author, className }: { author: UserRef; className: string }) {
  const confusable = useNames(() => isConfusable(author));
  return (
    <>
      <span dir="auto" className={className}>
        {author.display_name}
      </span>
      {confusable && <span className="shrink-0 font-normal text-text-3">{`@${author.username}`}</span>}
    </>
  );
}
