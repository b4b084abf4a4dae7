// The tray of this page, and a room's files as React state.
import { useSyncExternalStore } from "react";
import { dropUpload, uploadFile } from "@/net/api/files";
import { Tray, type TrayFile } from "./tray";

/** Pictures that every browser shows by themselves. */
const SHOWN = new Set(["image/png", "image/jpeg", "image/gif", "image/webp"]);

export const tray = new Tray({
  upload: uploadFile,
  // An upload that cannot be dropped now is swept by the server after a day.
  drop: ({ id }) => void dropUpload(id).catch(() => {}),
  preview: (file) => (SHOWN.has(file.type) ? URL.createObjectURL(file) : null),
  forget: (preview) => URL.revokeObjectURL(preview),
});

export function useTrayFiles(roomId: string): readonly TrayFile[] {
  return useSyncExternalStore(tray.subscribe, () => tray.files(roomId));
}
