// The files of the message being written: preview and progress of each, and its actions: describe, reorder (by dragging or from
// the menu), retry, remove.
import { ArrowLeft, ArrowRight, Ellipsis, File as FileIcon, PencilLine, RotateCw, X } from "lucide-react";
import { sizeOf } from "@/lib/format";
import { type DragEvent, useState } from "react";
import { useTranslation } from "@/i18n/useTranslation";
import { uploads, useTray } from "@/state/files/files";
import type { TrayFile } from "@/state/files/types";
import type { Uploads } from "@/state/files/uploads";
import { useProblem } from "@/state/requests/useProblem";
import { IconButton } from "@/ui/controls/IconButton";
import { Menu, type MenuEntry } from "@/ui/overlays/Menu";
import { DescribeDialog } from "./DescribeDialog";
import { mayTell } from "../kind";
import "../files.css";

/** Drag type of the strip's own files, which distinguishes them from files dragged in from outside. */
const DRAGGED = "application/x-confluence-file";

const act = (what: (files: Uploads) => void) => void uploads().then(what);

export function TrayStrip({ roomId }: { roomId: string }) {
  const { t } = useTranslation();
  const files = useTray(roomId);
  const [describing, setDescribing] = useState<string | null>(null);
  const [said, setSaid] = useState("");
  const described = files.find(({ key }) => key === describing);
  const move = (key: string, by: number) => {
    const from = files.findIndex((file) => file.key === key);
    const to = Math.max(0, Math.min(files.length - 1, from + by));
    const name = files[from]?.name ?? "";
    act((held) => held.move(roomId, key, by));
    setSaid(t("media.moved", { name, at: to + 1, count: files.length }));
  };
  const drop = (event: DragEvent, onto: number) => {
    const key = event.dataTransfer.getData(DRAGGED);
    const from = files.findIndex((file) => file.key === key);
    if (from < 0) return;
    event.preventDefault();
    move(key, onto - from);
  };
  return (
    <>
      <ul aria-label={t("files.tray")} className="tray">
        {files.map((file, at) => (
          // Each file's menu offers the same as dragging.
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
          <li
            key={file.key}
            data-tray={file.state}
            className="tray-item"
            draggable
            onDragStart={(event) => event.dataTransfer.setData(DRAGGED, file.key)}
            onDragOver={(event) => event.dataTransfer.types.includes(DRAGGED) && event.preventDefault()}
            onDrop={(event) => drop(event, at)}
          >
            <TrayItem
              file={file}
              first={at === 0}
              last={at === files.length - 1}
              onMove={(by) => move(file.key, by)}
              onDescribe={() => setDescribing(file.key)}
            />
          </li>
        ))}
      </ul>
      <p role="status" className="sr-only">
        {said}
      </p>
      {described !== undefined && <DescribeDialog file={described} onClose={() => setDescribing(null)} />}
    </>
  );
}

interface TrayItemProps {
  file: TrayFile;
  first: boolean;
  last: boolean;
  onMove: (by: number) => void;
  onDescribe: () => void;
}

function TrayItem({ file, first, last, onMove, onDescribe }: TrayItemProps) {
  const { t } = useTranslation();
  const { key, name, state, share, preview } = file;
  const under = state === "waiting" || state === "uploading";
  const entries: (MenuEntry | false)[] = [
    { label: t("media.describe"), icon: <PencilLine size={16} />, onSelect: onDescribe },
    !first && { label: t("media.earlier"), icon: <ArrowLeft size={16} />, onSelect: () => onMove(-1) },
    !last && { label: t("media.later"), icon: <ArrowRight size={16} />, onSelect: () => onMove(1) },
  ];
  return (
    <>
      {preview === null ? (
        <span className="tray-likeness">
          <FileIcon size={20} aria-hidden="true" />
        </span>
      ) : (
        <img src={preview} alt="" draggable={false} className="tray-likeness" />
      )}
      <div className="min-w-0 grow">
        <p className="truncate text-sm font-medium">{name}</p>
        {state === "waiting" && file.error !== null ? (
          <p className="truncate text-xs text-text-3">{t("media.waiting")}</p>
        ) : under ? (
          <progress
            aria-label={t("files.progress", { name })}
            value={state === "waiting" ? 0 : share}
            max={1}
            className="tray-progress"
          />
        ) : (
          <Standing file={file} />
        )}
        {mayTell(file) && <p className="text-xs text-text-2">{t("media.personal")}</p>}
      </div>
      <div className="flex shrink-0">
        {state === "failed" && (
          <IconButton
            label={t("files.retry", { name })}
            tip="none"
            icon={<RotateCw size={16} />}
            className="size-8"
            onClick={() => act((files) => files.retry(key))}
          />
        )}
        <Menu
          label={t("media.more", { name })}
          entries={entries.filter((entry) => entry !== false)}
          trigger={(props) => (
            <IconButton
              {...props}
              label={t("media.more", { name })}
              tip="none"
              icon={<Ellipsis size={16} />}
              className="size-8"
            />
          )}
        />
        <IconButton
          label={t(under ? "files.cancel" : "files.remove", { name })}
          tip="none"
          icon={<X size={16} />}
          className="size-8"
          onClick={() => act((files) => files.remove(key))}
        />
      </div>
    </>
  );
}

/** A line that is always there: the error, else the caption or alternative text, else the size. */
function Standing({ file: { state, error, caption, alt, size } }: { file: TrayFile }) {
  const { i18n } = useTranslation();
  const problem = useProblem();
  if (state === "failed")
    return (
      <p role="alert" className="line-clamp-2 text-xs text-danger">
        {problem(error)}
      </p>
    );
  return <p className="truncate text-xs text-text-3">{caption || alt || sizeOf(i18n.language, size)}</p>;
}
