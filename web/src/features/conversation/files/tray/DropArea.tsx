// Lets files be dropped anywhere in the window. Shown only while files are dragged over it; dragged text is ignored.
import { useEffect, useEffectEvent, useState } from "react";
import { useTranslation } from "@/i18n/useTranslation";
import "../files.css";

export function DropArea({ room, onFiles }: { room: string; onFiles: (files: File[]) => void }) {
  const { t } = useTranslation();
  const [over, setOver] = useState(false);
  const take = useEffectEvent(onFiles);
  useEffect(() => {
    const stop = new AbortController();
    const { signal } = stop;
    // Entering a child fires a leave event for its parent, so the depth is counted.
    let depth = 0;
    const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") === true;
    const end = () => {
      depth = 0;
      setOver(false);
    };
    addEventListener(
      "dragenter",
      (event) => {
        if (!hasFiles(event)) return;
        depth += 1;
        setOver(true);
      },
      { signal },
    );
    addEventListener("dragleave", (event) => hasFiles(event) && (depth -= 1) <= 0 && end(), { signal });
    addEventListener("dragover", (event) => hasFiles(event) && event.preventDefault(), { signal });
    addEventListener(
      "drop",
      (event) => {
        if (!hasFiles(event)) return;
        event.preventDefault();
        end();
        take([...(event.dataTransfer?.files ?? [])]);
      },
      { signal },
    );
    return () => stop.abort();
  }, []);
  return over ? (
    <div className="drop-area" aria-hidden="true">
      <p>{t("files.drop", { room })}</p>
    </div>
  ) : null;
}
