// The settings dialog, with the profile picture from another feature.
import { MyPicture } from "@/features/avatar/MyPicture";
import { SettingsDialog } from "@/features/settings/SettingsDialog";

export function ProfileSettings({ section, onClose }: { section: string; onClose: () => void }) {
  return <SettingsDialog section={section} onClose={onClose} picture={<MyPicture />} />;
}
