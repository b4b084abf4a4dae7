// Files that the user drops on the composer, picks or pastes.
import type { ClipboardEvent, RefObject } from "react";
import { useAttach } from "../files/tray/useAttach";
import { meansFiles } from "./pasted";

interface Files {
  /** Adds files to the message. */
  take: (files: File[]) => void;
  /** Takes the files of the clipboard, if the user means those and not its text. */
  onPaste: (event: ClipboardEvent) => void;
}

export function useFiles(roomId: string, box: RefObject<HTMLTextAreaElement | null>): Files {
  const attach = useAttach(roomId);

  const take = (files: File[]) => {
    box.current?.focus();
    void attach(files);
  };

  const onPaste = (event: ClipboardEvent) => {
    const { files, types } = event.clipboardData;
    const text = event.clipboardData.getData("text/plain");
    if (!meansFiles({ types, text, names: [...files].map(({ name }) => name) })) return;
    event.preventDefault();
    take([...files]);
  };

  return { take, onPaste };
}
