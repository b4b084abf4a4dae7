// The button beside the composer that records a voice message. The code for recording loads on the first click.
import { Mic } from "lucide-react";
import { type ComponentType, useRef, useState } from "react";
import { useTranslation } from "@/i18n/useTranslation";
import { notify } from "@/state/shell/notices";
import { IconButton } from "@/ui/controls/IconButton";
import type { VoiceProps } from "./Voice";

export function VoiceButton({ roomId, onCover, onSent }: Pick<VoiceProps, "roomId" | "onCover" | "onSent">) {
  const { t } = useTranslation();
  const [Voice, setVoice] = useState<ComponentType<VoiceProps> | null>(null);
  const [presses, setPresses] = useState(0);
  const trigger = useRef<HTMLButtonElement>(null);
  const [over, setOver] = useState<HTMLElement | null>(null);
  const press = async () => {
    try {
      const { Voice } = await import("./Voice");
      setVoice(() => Voice);
      setOver(trigger.current?.closest<HTMLElement>("[data-coverable]") ?? null);
      setPresses((old) => old + 1);
    } catch {
      notify({ text: t("errors.part"), tone: "danger" });
    }
  };
  return (
    <>
      <IconButton
        ref={trigger}
        label={t("media.record")}
        icon={<Mic size={18} />}
        tip="above-start"
        onClick={() => void press()}
      />
      {Voice !== null && over !== null && (
        <Voice
          roomId={roomId}
          presses={presses}
          trigger={trigger}
          over={over}
          onCover={onCover}
          onSent={onSent}
        />
      )}
    </>
  );
}
