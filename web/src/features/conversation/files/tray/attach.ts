// Adds files to the message being written, and explains each one that was refused or could not be stored.
import { ATTACHMENTS } from "@/lib/limits.gen";
import { sizeOf } from "@/lib/format";
import type { TFunction } from "i18next";
import { addWords } from "@/i18n/i18n";
import { getServer } from "@/net/api/server";
import { onUnkept, uploads } from "@/state/files/files";
import { notify } from "@/state/shell/notices";

/** Adds the files. Rejects if the code for uploads cannot be loaded. */
export async function attach(t: TFunction, language: string, roomId: string, picked: readonly File[]) {
  const [files] = await Promise.all([uploads(), addWords("more"), limits()]);
  if (largest !== null) files.limit(largest);
  onUnkept((name) => notify({ text: t("media.unkept", { name }), tone: "plain" }));
  const named = { too_large: sizeOf(language, files.max), too_many: ATTACHMENTS, empty: "" };
  for (const { name, why } of files.add(roomId, picked)) {
    const size = sizeOf(language, picked.find((file) => file.name === name)?.size ?? 0);
    notify({ text: t(`files.${why}`, { name, size, limit: named[why] }), tone: "danger" });
  }
}

/** The server's size limit in bytes, once known. */
let largest: number | null = null;
/** Longest wait for the limit. Without an answer the default applies, and the server refuses files above its own. */
const LIMITS_WITHIN_MS = 1_500;

async function limits(): Promise<void> {
  if (largest !== null) return;
  const ask = async () => {
    const server = await getServer().catch(() => null);
    largest = server?.limits.upload_bytes ?? null;
  };
  await Promise.race([ask(), new Promise((done) => setTimeout(done, LIMITS_WITHIN_MS))]);
}
