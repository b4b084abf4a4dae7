// Taking files into the message being written, and saying of each that is not taken, or not kept, why.
import type { TFunction } from "i18next";
import { addWords } from "@/i18n/i18n";
import { onUnkept, uploads } from "@/state/files/files";
import { FILES_MAX } from "@/state/files/uploads";
import { notify } from "@/state/notices";
import { sizeOf } from "./size";

/** Rejects where the code for it cannot be loaded. */
export async function attach(t: TFunction, language: string, roomId: string, picked: readonly File[]) {
  const [files] = await Promise.all([uploads(), addWords("more")]);
  onUnkept((name) => notify({ text: t("media.unkept", { name }), tone: "plain" }));
  const limits = { too_large: sizeOf(language, files.max), too_many: FILES_MAX, empty: "" };
  for (const { name, why } of files.add(roomId, picked)) {
    const size = sizeOf(language, picked.find((file) => file.name === name)?.size ?? 0);
    notify({ text: t(`files.${why}`, { name, size, limit: limits[why] }), tone: "danger" });
  }
}
