// Copies the link to a room, and says so.
import type { TFunction } from "i18next";
import { copyText } from "@/lib/copyText";
import { paths } from "@/lib/paths";
import { notify } from "@/state/shell/notices";

export async function copyRoomLink(roomId: string, t: TFunction): Promise<void> {
  if (await copyText(`${window.location.origin}${paths.room(roomId)}`))
    notify({ text: t("timeline.link_copied"), tone: "success" });
}
