// Dialog for a file's alternative text and caption.
import { type FormEvent, useState } from "react";
import { useTranslation } from "@/i18n/useTranslation";
import { uploads } from "@/state/files/files";
import type { TrayFile } from "@/state/files/types";
import { Button } from "@/ui/controls/Button";
import { Dialog } from "@/ui/overlays/Dialog";
import { TextAreaField } from "@/ui/controls/Field";
import { ALT_CHARS, CAPTION_CHARS } from "@/lib/limits.gen";

export function DescribeDialog({ file, onClose }: { file: TrayFile; onClose: () => void }) {
  const { t } = useTranslation();
  const { key, name, preview } = file;
  const [alt, setAlt] = useState(file.alt);
  const [caption, setCaption] = useState(file.caption);
  const save = (event: FormEvent) => {
    event.preventDefault();
    void uploads().then((files) => files.describe(key, { alt: alt.trim(), caption: caption.trim() }));
    onClose();
  };
  const left = (text: string, max: number) =>
    text.length > max * 0.8 ? `${text.length}/${max}` : t("common.optional");
  return (
    <Dialog
      title={t("media.describe_title", { name })}
      closeLabel={t("common.close")}
      onClose={onClose}
      size="md"
    >
      <form onSubmit={save} className="grid gap-5">
        {preview !== null && (
          <>
            <div className="h-48 overflow-hidden rounded-md bg-surface-2">
              <img src={preview} alt="" className="size-full object-contain" />
            </div>
            <TextAreaField
              label={t("media.alt")}
              hint={t("media.alt_hint")}
              aside={left(alt, ALT_CHARS)}
              value={alt}
              onChange={(event) => setAlt(event.target.value)}
              maxLength={ALT_CHARS}
              rows={3}
              data-autofocus=""
            />
          </>
        )}
        <TextAreaField
          label={t("media.caption")}
          hint={t("media.caption_hint")}
          aside={left(caption, CAPTION_CHARS)}
          value={caption}
          onChange={(event) => setCaption(event.target.value)}
          maxLength={CAPTION_CHARS}
          rows={2}
        />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t("common.cancel")}</Button>
          <Button type="submit" tone="primary">
            {t("common.save")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
