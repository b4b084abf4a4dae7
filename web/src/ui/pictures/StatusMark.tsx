// The emoji of a person's status, beside their name; its words are the tooltip and the accessible name.

interface StatusMarkProps {
  status: { emoji: string; text: string };
}

/** Stands for a status without an emoji. */
const SAYS = "💬";

export function StatusMark({ status: { emoji, text } }: StatusMarkProps) {
  const shown = emoji === "" ? SAYS : emoji;
  return (
    <span role="img" aria-label={text === "" ? shown : text} title={text} className="shrink-0 font-normal">
      {shown}
    </span>
  );
}
