// Adds files to the message being written in a room. The code for it loads with the first file.
import { useTranslation } from "@/i18n/useTranslation";
import { notify } from "@/state/shell/notices";

export function useAttach(roomId: string): (picked: readonly File[]) => Promise<void> {
  const { t, i18n } = useTranslation();
  return async (picked) => {
    try {
      const { attach } = await import("./attach");
      await attach(t, i18n.language, roomId, picked);
    } catch {
      notify({ text: t("errors.part"), tone: "danger" });
    }
  };
}
