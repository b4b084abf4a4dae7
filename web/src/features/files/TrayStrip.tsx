// The files of the message being written: a likeness of each, how far it is, and what can be done about it.
import { File as FileIcon, RotateCw, X } from "lucide-react";
import { useTranslation } from "@/i18n/useTranslation";
import { useProblem } from "@/state/useProblem";
import type { TrayFile } from "@/state/files/tray";
import { tray, useTrayFiles } from "@/state/files/useTray";
import { IconButton } from "@/ui/IconButton";
import { sizeOf } from "./size";
import "./files.css";

export function TrayStrip({ roomId }: { roomId: string }) {
  const { t } = useTranslation();
  const files = useTrayFiles(roomId);
  if (files.length === 0) return null;
  return (
    <ul aria-label={t("files.tray")} className="tray">
      {files.map((file) => (
        <TrayItem key={file.key} roomId={roomId} file={file} />
      ))}
    </ul>
  );
}

function TrayItem({ roomId, file }: { roomId: string; file: TrayFile }) {
  const { t, i18n } = useTranslation();
  const problem = useProblem();
  const { key, name, size, state, share, preview } = file;
  const under = state === "waiting" || state === "uploading";
  return (
    <li data-tray={state} className="tray-item">
      {preview === null ? (
        <span className="tray-likeness">
          <FileIcon size={20} aria-hidden="true" />
        </span>
      ) : (
        <img src={preview} alt="" className="tray-likeness" />
      )}
      <div className="min-w-0 grow">
        <p className="truncate text-sm font-medium">{name}</p>
        {under && (
          <progress
            aria-label={t("files.progress", { name })}
            value={state === "waiting" ? 0 : share}
            max={1}
            className="tray-progress"
          />
        )}
        {state === "ready" && <p className="text-xs text-text-3">{sizeOf(i18n.language, size)}</p>}
        {state === "failed" && (
          <p role="alert" className="text-xs text-danger">
            {problem(file.error)}
          </p>
        )}
      </div>
      {state === "failed" && (
        <IconButton
          label={t("files.retry", { name })}
          tip="none"
          icon={<RotateCw size={16} />}
          onClick={() => tray.retry(roomId, key)}
        />
      )}
      <IconButton
        label={t(under ? "files.cancel" : "files.remove", { name })}
        tip="none"
        icon={<X size={16} />}
        onClick={() => tray.remove(roomId, key)}
      />
    </li>
  );
}
