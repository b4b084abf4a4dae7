// The buttons beside the text: attach files, insert emoji, record a voice message.
import { later } from "@/lib/later";
import { AttachButton } from "../files/tray/AttachButton";

const EmojiButton = later(async () => (await import("../emoji/EmojiButton")).EmojiButton);
const VoiceButton = later(async () => (await import("../files/voice/VoiceButton")).VoiceButton);

interface ComposerToolsProps {
  roomId: string;
  onFiles: (files: File[]) => void;
  onEmoji: (emoji: string) => void;
  /** Called when the composer becomes covered or uncovered. */
  onCover: (covered: boolean) => void;
  /** Called after a voice message has been sent. */
  onSent: () => void;
}

export function ComposerTools({ roomId, onFiles, onEmoji, onCover, onSent }: ComposerToolsProps) {
  return (
    <>
      <AttachButton onFiles={onFiles} />
      {/* Touch keyboards have emoji themselves. */}
      <span className="size-9 pointer-coarse:hidden">
        <EmojiButton onPick={onEmoji} />
      </span>
      {"MediaRecorder" in window && navigator.mediaDevices !== undefined && (
        // Reserves its space before it has loaded.
        <span className="size-9 pointer-coarse:size-11">
          <VoiceButton roomId={roomId} onCover={onCover} onSent={onSent} />
        </span>
      )}
    </>
  );
}
