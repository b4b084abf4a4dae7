// Takes files into the message that is being written in a room. What that needs comes with the first of them.
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
