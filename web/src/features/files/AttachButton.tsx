// Picking files: a button, and the browser's own chooser behind it.
import { Paperclip } from "lucide-react";
import { useRef } from "react";
import { useTranslation } from "@/i18n/useTranslation";
import { IconButton } from "@/ui/IconButton";

export function AttachButton({ onFiles }: { onFiles: (files: File[]) => void }) {
  const { t } = useTranslation();
  const chooser = useRef<HTMLInputElement>(null);
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
          // The same file can be picked again.
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
