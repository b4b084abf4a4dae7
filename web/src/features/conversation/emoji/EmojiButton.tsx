// The emoji button beside the composer, for keyboards without emoji. The picker loads on the first click.
import { Smile } from "lucide-react";
import { useCallback, useRef, useState } from "react";
import { useTranslation } from "@/i18n/useTranslation";
import { later } from "@/lib/later";
import { IconButton } from "@/ui/controls/IconButton";

const EmojiPopover = later(async () => (await import("./EmojiPopover")).EmojiPopover);

export function EmojiButton({ onPick }: { onPick: (emoji: string) => void }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const dismiss = useCallback(() => setOpen(false), []);
  return (
    <>
      <IconButton
        ref={button}
        label={t("emoji.insert")}
        tip="above-start"
        icon={<Smile size={18} />}
        aria-haspopup="dialog"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      />
      {open && (
        <EmojiPopover
          anchor={button}
          label={t("emoji.insert")}
          onPick={(emoji) => {
            setOpen(false);
            onPick(emoji);
          }}
          onClose={() => {
            setOpen(false);
            button.current?.focus();
          }}
          onDismiss={dismiss}
        />
      )}
    </>
  );
}
