// Taking files into the message being written, and saying of each that is not taken, or not kept, why.
import { ATTACHMENTS } from "@/lib/limits.gen";
import type { TFunction } from "i18next";
import { addWords } from "@/i18n/i18n";
import { getServer } from "@/net/api/server";
import { onUnkept, uploads } from "@/state/files/files";
import { notify } from "@/state/shell/notices";
import { sizeOf } from "../size";

/** Rejects where the code for it cannot be loaded. */
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

/** Bytes that a file may have here, once the server said so. */
let largest: number | null = null;
/** Longer nobody waits for that: without an answer the usual limit counts, and the server refuses what is above its own. */
const LIMITS_WITHIN_MS = 1_500;

async function limits(): Promise<void> {
  if (largest !== null) return;
  const ask = async () => {
    const server = await getServer().catch(() => null);
    largest = server?.limits.upload_bytes ?? null;
  };
  await Promise.race([ask(), new Promise((done) => setTimeout(done, LIMITS_WITHIN_MS))]);
}
