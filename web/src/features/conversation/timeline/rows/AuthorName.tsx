// The name of an author, with the handle beside it if another person's name looks like it.
import type { UserRef } from "@/net/protocol.gen";
import { isConfusable, useNames } from "@/state/people/names";
import { useStatus } from "@/state/people/statuses";
import { StatusMark } from "@/ui/pictures/StatusMark";

interface AuthorNameProps {
  author: UserRef;
  className: string;
}

export function AuthorName({ author, className }: AuthorNameProps) {
  return (
    <>
      <span dir="auto" className={className}>
        {author.display_name}
      </span>
      <Handle author={author} />
    </>
  );
}

interface AuthorButtonProps extends AuthorNameProps {
  /** 0 in the focused row; the names in other rows are no tab stops. */
  tabIndex: 0 | -1;
}

/** The name as a button that opens the author's card, and the emoji of their status. Deleted accounts have no card. */
export function AuthorButton({ author, className, tabIndex }: AuthorButtonProps) {
  const status = useStatus(author.id);
  if (author.username === "") return <AuthorName author={author} className={className} />;
  return (
    <>
      <button
        type="button"
        dir="auto"
        data-person={author.id}
        aria-haspopup="dialog"
        tabIndex={tabIndex}
        className={`${className} -my-px rounded-sm py-px text-start select-text hover:underline`}
      >
        {author.display_name}
      </button>
      <Handle author={author} />
      {status !== null && <StatusMark status={status} />}
    </>
  );
}

function Handle({ author }: { author: UserRef }) {
  const confusable = useNames(() => isConfusable(author));
  return confusable ? (
    <span className="shrink-0 font-normal text-text-3">{`@${author.username}`}</span>
  ) : null;
}
