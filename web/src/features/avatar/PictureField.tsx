// A person's or a room's picture, with buttons to choose and crop a new one or to remove it.
import { ImagePlus, Trash2 } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "@/i18n/useTranslation";
import { uploadFile } from "@/net/api/files";
import { notify } from "@/state/shell/notices";
import { useProblem } from "@/state/requests/useProblem";
import { Avatar } from "@/ui/pictures/Avatar";
import { Button } from "@/ui/controls/Button";
import { CropDialog } from "./CropDialog";
import { openPicture } from "./square";

interface PictureFieldProps {
  id: string;
  name: string;
  url: string | null;
  shape: "circle" | "square";
  /** Saves an upload as the picture; null removes the picture. */
  onKeep: (uploadId: string | null) => Promise<unknown>;
}

export function PictureField({ id, name, url, shape, onKeep }: PictureFieldProps) {
  const { t } = useTranslation();
  const problem = useProblem();
  const chooser = useRef<HTMLInputElement>(null);
  const [image, setImage] = useState<HTMLImageElement | null>(null);
  const [busy, setBusy] = useState(false);
  useEffect(() => () => void (image !== null && URL.revokeObjectURL(image.src)), [image]);

  const choose = async (file: File | undefined) => {
    if (file === undefined) return;
    try {
      setImage(await openPicture(file));
    } catch {
      notify({ text: t("media.no_picture", { name: file.name }), tone: "danger" });
    }
  };
  const keep = async (square: Blob) => {
    const upload = await uploadFile(square, square.type === "image/webp" ? "avatar.webp" : "avatar.png");
    await onKeep(upload.id);
    notify({ text: t("common.saved"), tone: "success" });
  };
  const remove = async () => {
    setBusy(true);
    try {
      await onKeep(null);
      notify({ text: t("media.picture_removed"), tone: "success" });
    } catch (error) {
      notify({ text: problem(error), tone: "danger" });
    }
    setBusy(false);
  };

  return (
    <div className="flex items-center gap-4">
      <Avatar id={id} name={name} url={url} size={72} shape={shape} />
      <input
        ref={chooser}
        type="file"
        accept="image/*"
        hidden
        data-picture-chooser=""
        onChange={(event) => {
          void choose(event.target.files?.[0]);
          // Lets the same file be picked again.
          event.target.value = "";
        }}
      />
      <div className="flex flex-wrap gap-2">
        <Button icon={<ImagePlus size={17} />} onClick={() => chooser.current?.click()}>
          {t(url === null ? "media.picture_choose" : "media.picture_change")}
        </Button>
        {url !== null && (
          <Button tone="ghost" busy={busy} icon={<Trash2 size={17} />} onClick={() => void remove()}>
            {t("media.picture_remove")}
          </Button>
        )}
      </div>
      {image !== null && (
        <CropDialog image={image} shape={shape} onSave={keep} onClose={() => setImage(null)} />
      )}
    </div>
  );
}
