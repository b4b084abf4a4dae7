// Signs out, after asking if messages or drafts would be lost.
import type { TFunction } from "i18next";
import { paths } from "@/lib/paths";
import { unsent } from "@/state/session/leaving";
import { signOut } from "@/state/session/session";
import { openDialog } from "@/state/shell/dialogs";
import { notify } from "@/state/shell/notices";

export async function leave(
  t: TFunction,
  navigate: (to: string, options: { replace: boolean }) => void,
): Promise<void> {
  const { messages, drafts } = unsent();
  if (messages + drafts > 0) {
    openDialog({ name: "sign_out" });
    return;
  }
  try {
    await signOut();
    navigate(paths.home, { replace: true });
  } catch {
    notify({ text: t("profile.sign_out_failed"), tone: "danger" });
  }
}
