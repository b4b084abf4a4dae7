// The dialog for the user's status, with the emoji picker from another feature.
import { EmojiPopover } from "@/features/conversation/emoji/EmojiPopover";
import { StatusDialog } from "@/features/profile/StatusDialog";

export function MyStatus({ onClose }: { onClose: () => void }) {
  return <StatusDialog picker={EmojiPopover} onClose={onClose} />;
}
