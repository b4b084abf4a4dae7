// The reactions to a message: chips with a count, pressed if the user reacted; hover and focus show who reacted.
import { useState } from "react";
import { useTranslation } from "@/i18n/useTranslation";
import type { Message, Reaction } from "@/net/protocol.gen";
import { useTimelineContext } from "../context";
import { toggleReaction } from "../tools/messageActions";
import { reactedBy } from "./reactedBy";

export function MessageReactions({ message }: { message: Message }) {
  const { t } = useTranslation();
  return (
    <ul aria-label={t("timeline.reactions")} className="flex flex-wrap gap-1 pt-1 pb-0.5">
      {message.reactions.map((reaction) => (
        <li key={reaction.emoji}>
          <Chip message={message} reaction={reaction} />
        </li>
      ))}
    </ul>
  );
}

function Chip({ message, reaction }: { message: Message; reaction: Reaction }) {
  const { timeline, me } = useTimelineContext();
  const { t } = useTranslation();
  const [names, setNames] = useState("");
  const look = () => setNames(reactedBy(t, reaction));
  return (
    <button
      type="button"
      aria-pressed={reaction.me === true}
      aria-label={t("timeline.reaction", { emoji: reaction.emoji, count: reaction.count })}
      // Not `disabled`: who reacted can still be looked up.
      aria-disabled={!me.reacts || undefined}
      title={names}
      onPointerEnter={look}
      onFocus={look}
      onClick={() => me.reacts && void toggleReaction(timeline, message.id, reaction.emoji)}
      className="reaction-chip"
    >
      <span aria-hidden="true">{reaction.emoji}</span>
      <span aria-hidden="true" className="tabular-nums">
        {reaction.count}
      </span>
    </button>
  );
}
