// Moves a room into an existing folder, a new one, or none.
import { FOLDERS, FOLDER_NAME_CHARS } from "@/lib/limits.gen";
import { Check, Folder as FolderIcon, FolderPlus, List } from "lucide-react";
import { type FormEvent, type ReactNode, useState } from "react";
import { useTranslation } from "@/i18n/useTranslation";
import { formText } from "@/lib/formText";
import { uuid7 } from "@/lib/uuid7";
import type { Folder } from "@/net/protocol.gen";
import { useFolders } from "@/state/rooms/folderList";
import { changeFolders } from "@/state/rooms/folders";
import { notify } from "@/state/shell/notices";
import { useRoom } from "@/state/rooms/rooms";
import { useProblem } from "@/state/requests/useProblem";
import { Button } from "@/ui/controls/Button";
import { Dialog } from "@/ui/overlays/Dialog";
import { ErrorSummary } from "@/ui/blocks/ErrorSummary";
import { Field } from "@/ui/controls/Field";
import { addFolder, moveRoom } from "./arrange";

export function MoveRoomDialog({ roomId, onClose }: { roomId: string; onClose: () => void }) {
  const { t } = useTranslation();
  const problem = useProblem();
  const room = useRoom(roomId);
  const folders = useFolders((state) => state.folders);
  const [naming, setNaming] = useState(folders.length === 0);
  if (room === undefined) return null;
  const at = folders.find((folder) => folder.room_ids.includes(roomId))?.id ?? null;
  const change = (apply: (folders: readonly Folder[]) => readonly Folder[]) => {
    onClose();
    changeFolders(apply).catch((error: unknown) =>
      notify({ text: t("folders.failed", { problem: problem(error) }), tone: "danger" }),
    );
    requestAnimationFrame(() => keepFocusAt(roomId));
  };
  const choose = (folderId: string | null) => {
    if (folderId === at) onClose();
    else change((list) => moveRoom(list, roomId, folderId));
  };
  return (
    <Dialog
      title={t("folders.move_title", { room: room.name })}
      closeLabel={t("common.close")}
      onClose={onClose}
    >
      {naming ? (
        <NewFolder
          onCancel={folders.length === 0 ? onClose : () => setNaming(false)}
          onName={(name) => {
            const id = uuid7();
            change((list) => moveRoom(addFolder(list, id, name), roomId, id));
          }}
        />
      ) : (
        <ul className="-mx-3 grid gap-0.5">
          {folders.map((folder) => (
            <Choice
              key={folder.id}
              icon={<FolderIcon size={18} />}
              label={folder.name}
              chosen={folder.id === at}
              onChoose={() => choose(folder.id)}
            />
          ))}
          <Choice
            icon={<List size={18} />}
            label={t("folders.none")}
            chosen={at === null}
            onChoose={() => choose(null)}
          />
          {folders.length < FOLDERS && (
            <Choice
              icon={<FolderPlus size={18} />}
              label={t("folders.new")}
              onChoose={() => setNaming(true)}
            />
          )}
        </ul>
      )}
    </Dialog>
  );
}

/** Keeps the focus on a room's row while it moves to its new place. */
function keepFocusAt(roomId: string, frames = FOCUS_FRAMES): void {
  const row = document.querySelector<HTMLElement>(`[data-room-id="${CSS.escape(roomId)}"]`);
  const { activeElement, body } = document;
  // The user has moved the focus elsewhere meanwhile.
  if (activeElement !== null && activeElement !== body && activeElement !== row) return;
  if (activeElement !== row) row?.focus();
  // The first folder replaces the whole list, which takes a moment and loses the focus.
  if (frames > 0) requestAnimationFrame(() => keepFocusAt(roomId, frames - 1));
}

/** Frames to wait for the row to be in its new place. */
const FOCUS_FRAMES = 60;

interface ChoiceProps {
  icon: ReactNode;
  label: string;
  /** Whether the room is here now; undefined for a new folder. */
  chosen?: boolean;
  onChoose: () => void;
}

function Choice({ icon, label, chosen, onChoose }: ChoiceProps) {
  return (
    <li>
      <button
        type="button"
        aria-current={chosen === true ? "true" : undefined}
        data-autofocus={chosen === true ? "" : undefined}
        onClick={onChoose}
        className="flex min-h-11 w-full items-center gap-3 rounded-md px-3 text-start hover:bg-surface-2 [&>svg]:shrink-0 [&>svg]:text-text-3"
      >
        {icon}
        <span dir="auto" className="min-w-0 grow truncate">
          {label}
        </span>
        {chosen === true && <Check size={18} aria-hidden="true" />}
      </button>
    </li>
  );
}

function NewFolder({ onName, onCancel }: { onName: (name: string) => void; onCancel: () => void }) {
  const { t } = useTranslation();
  return (
    <FolderForm label={t("folders.name")} submit={t("folders.create")} onName={onName} onCancel={onCancel} />
  );
}

interface FolderFormProps {
  label: string;
  submit: string;
  name?: string;
  onName: (name: string) => void;
  onCancel: () => void;
}

/** A form with only a folder's name. */
export function FolderForm({ label, submit, name, onName, onCancel }: FolderFormProps) {
  const { t } = useTranslation();
  const [attempt, setAttempt] = useState(0);
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const text = formText(new FormData(event.currentTarget), "name");
    if (text === "") setAttempt(attempt + 1);
    else onName(text);
  };
  return (
    <form noValidate onSubmit={onSubmit} className="grid gap-5">
      <ErrorSummary title="" errors={attempt === 0 ? [] : [t("folders.name_missing")]} attempt={attempt} />
      <Field
        label={label}
        name="name"
        defaultValue={name}
        maxLength={FOLDER_NAME_CHARS}
        required
        autoComplete="off"
        autoFocus
        data-autofocus=""
        onFocus={(event) => event.target.select()}
      />
      <div className="flex justify-end gap-2">
        <Button onClick={onCancel}>{t("common.cancel")}</Button>
        <Button type="submit" tone="primary">
          {submit}
        </Button>
      </div>
    </form>
  );
}
