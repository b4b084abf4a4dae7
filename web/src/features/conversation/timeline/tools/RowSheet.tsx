// The actions on a message as a sheet for touch screens, opened by a long press. The button after the quick reactions opens the
// emoji picker, which replaces the sheet beside the row.
import { SmilePlus } from "lucide-react";
import { useRef, useState } from "react";
import { useTranslation } from "@/i18n/useTranslation";
import { later } from "@/lib/later";
import type { Message } from "@/net/protocol.gen";
import { plainText } from "@/lib/markdown/plain";
import { cx } from "@/ui/cx";
import { Dialog } from "@/ui/overlays/Dialog";
import { sourceOf } from "@/state/timeline/sourceOf";
import { useTimelineContext } from "../context";
import { toggleReaction } from "./messageActions";
import { reactedBy } from "../rows/reactedBy";
import { QUICK } from "./quickReactions";
import { useMessageEntries } from "./useMessageEntries";

const EmojiPopover = later(async () => (await import("../../emoji/EmojiPopover")).EmojiPopover);

interface RowSheetProps {
  message: Message;
  /** Must be stable, because the picker keeps it. */
  onClose: () => void;
}

export function RowSheet({ message, onClose }: RowSheetProps) {
  const { timeline, me } = useTimelineContext();
  const { t } = useTranslation();
  const entries = useMessageEntries(message);
  const [choosing, setChoosing] = useState(false);
  const row = useRef<HTMLElement>(null);
  const close = () => {
    onClose();
    row.current?.focus({ preventScroll: true });
  };
  if (choosing)
    return (
      <EmojiPopover
        anchor={row}
        label={t("timeline.react")}
        quick={QUICK}
        onPick={(emoji) => {
          close();
          void toggleReaction(timeline, message.id, emoji);
        }}
        onClose={close}
        onDismiss={onClose}
      />
    );
  return (
    <Dialog title={t("timeline.actions")} closeLabel={t("common.close")} onClose={onClose}>
      <p dir="auto" className="mb-3 line-clamp-2 border-s-2 border-line-strong ps-3 text-sm text-text-2">
        {plainText(sourceOf(message))}
      </p>
      <div className="-mx-1.5 mb-1 flex justify-between" hidden={!me.reacts}>
        {QUICK.map((emoji, index) => (
          <button
            key={emoji}
            type="button"
            // The native attribute, which a modal dialog respects; React's `autoFocus` applies too early.
            ref={(button) => {
              button?.toggleAttribute("autofocus", index === 0);
            }}
            aria-label={t("timeline.react_with", { emoji })}
            onClick={() => {
              onClose();
              void toggleReaction(timeline, message.id, emoji);
            }}
            className="grid aspect-square w-12 place-items-center rounded-full bg-surface-1 text-xl"
          >
            {emoji}
          </button>
        ))}
        <button
          type="button"
          aria-label={t("timeline.react")}
          aria-haspopup="dialog"
          onClick={(event) => {
            row.current = event.currentTarget.closest("article");
            setChoosing(true);
          }}
          className="grid aspect-square w-12 place-items-center rounded-full bg-surface-1 text-text-2"
        >
          <SmilePlus size={20} aria-hidden="true" />
        </button>
      </div>
      {message.reactions.length > 0 && (
        <ul aria-label={t("timeline.reacted")} className="mb-2 max-h-40 overflow-y-auto text-sm">
          {message.reactions.map((reaction) => (
            <li key={reaction.emoji} className="flex gap-3 py-1">
              <span className="text-base">{reaction.emoji}</span>
              <span className="min-w-0 text-text-2">{reactedBy(t, reaction)}</span>
            </li>
          ))}
        </ul>
      )}
      <ul className="-mx-3 pb-[env(safe-area-inset-bottom)]">
        {entries.map((entry) => (
          <li key={entry.label}>
            <button
              type="button"
              onClick={() => {
                onClose();
                entry.onSelect();
              }}
              className={cx(
                "flex min-h-12 w-full items-center gap-3 rounded-md px-3 text-start hover:bg-surface-2",
                entry.tone === "danger" ? "text-danger" : "[&_svg]:text-text-3",
              )}
            >
              {entry.icon}
              <span>{entry.label}</span>
            </button>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
