// The toolbar button that opens the emoji picker for a reaction. The picker loads on the first click.
import { SmilePlus } from "lucide-react";
import { useCallback, useRef, useState } from "react";
import { useTranslation } from "@/i18n/useTranslation";
import { later } from "@/lib/later";
import type { Message } from "@/net/protocol.gen";
import { IconButton } from "@/ui/controls/IconButton";
import { useTimelineContext } from "../context";
import { toggleReaction } from "./messageActions";
import { QUICK } from "./quickReactions";

const EmojiPopover = later(async () => (await import("../../emoji/EmojiPopover")).EmojiPopover);

export function ReactionButton({ message }: { message: Message }) {
  const { timeline } = useTimelineContext();
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const dismiss = useCallback(() => setOpen(false), []);
  const close = () => {
    setOpen(false);
    button.current?.focus();
  };
  return (
    <>
      <IconButton
        ref={button}
        data-row-react=""
        label={t("timeline.react")}
        tip="above"
        icon={<SmilePlus size={17} />}
        className="size-8"
        aria-haspopup="dialog"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      />
      {open && (
        <EmojiPopover
          anchor={button}
          label={t("timeline.react")}
          quick={QUICK}
          onPick={(emoji) => {
            close();
            void toggleReaction(timeline, message.id, emoji);
          }}
          onClose={close}
          onDismiss={dismiss}
        />
      )}
    </>
  );
}
