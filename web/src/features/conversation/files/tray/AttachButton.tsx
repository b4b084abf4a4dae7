// Attaching files: a button and Ctrl/Cmd+Shift+U that open the browser's file chooser.
import { Paperclip } from "lucide-react";
import { useEffect, useRef } from "react";
import { useTranslation } from "@/i18n/useTranslation";
import { IconButton } from "@/ui/controls/IconButton";

export function AttachButton({ onFiles }: { onFiles: (files: File[]) => void }) {
  const { t } = useTranslation();
  const chooser = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const wanted = (event.ctrlKey || event.metaKey) && event.shiftKey && !event.altKey;
      if (!wanted || event.key.toLowerCase() !== "u" || event.defaultPrevented) return;
      event.preventDefault();
      // Over a dialog, or while the composer is inert, there is nothing to attach to.
      if (document.querySelector("dialog[open]") !== null || chooser.current?.closest("[inert]") != null)
        return;
      chooser.current?.click();
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, []);
  return (
    <>
      <input
        ref={chooser}
        type="file"
        multiple
        hidden
        data-attach=""
        onChange={(event) => {
          onFiles([...(event.target.files ?? [])]);
          // Lets the same file be picked again.
          event.target.value = "";
        }}
      />
      <IconButton
        label={t("files.attach")}
        icon={<Paperclip size={18} />}
        tip="above-start"
        onClick={() => chooser.current?.click()}
      />
    </>
  );
}
