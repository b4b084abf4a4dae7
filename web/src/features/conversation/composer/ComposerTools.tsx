// What stands before the text: ways to pick files, to insert emoji and to say something instead of writing it.
import { later } from "@/lib/later";
import { AttachButton } from "../files/tray/AttachButton";

const EmojiButton = later(async () => (await import("../emoji/EmojiButton")).EmojiButton);
const VoiceButton = later(async () => (await import("../files/voice/VoiceButton")).VoiceButton);

interface ComposerToolsProps {
  roomId: string;
  onFiles: (files: File[]) => void;
  onEmoji: (emoji: string) => void;
  /** Something lies over the box from now on, or no more. */
  onCover: (covered: boolean) => void;
  /** A voice message was sent. */
  onSent: () => void;
}

export function ComposerTools({ roomId, onFiles, onEmoji, onCover, onSent }: ComposerToolsProps) {
  return (
    <>
      <AttachButton onFiles={onFiles} />
      {/* Screens that are touched have a keyboard with emoji. */}
      <span className="size-9 pointer-coarse:hidden">
        <EmojiButton onPick={onEmoji} />
      </span>
      {"MediaRecorder" in window && navigator.mediaDevices !== undefined && (
        // Its place is there before it is.
        <span className="size-9 pointer-coarse:size-11">
          <VoiceButton roomId={roomId} onCover={onCover} onSent={onSent} />
        </span>
      )}
    </>
  );
}
