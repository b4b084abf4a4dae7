// The button in a row's toolbar that leads to every emoji. What it opens belongs to whoever stands around the timeline.
import { SmilePlus } from "lucide-react";
import { useCallback, useRef, useState } from "react";
import { useTranslation } from "@/i18n/useTranslation";
import type { Message } from "@/net/protocol.gen";
import { IconButton } from "@/ui/controls/IconButton";
import { useTimelineContext } from "../context";
import { toggleReaction } from "./messageActions";
import { QUICK } from "./quickReactions";

export function ReactionButton({ message }: { message: Message }) {
  const { timeline, picker: Picker } = useTimelineContext();
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const dismiss = useCallback(() => setOpen(false), []);
  if (Picker === undefined) return null;
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
        <Picker
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
