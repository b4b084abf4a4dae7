// The dialog that is open, if any. Each is its own chunk: none is needed before somebody asks for it.
import { lazy, Suspense } from "react";
import { closeDialog, useDialogs } from "@/state/dialogs";
import { useBack } from "./useBack";

const CreateRoom = lazy(async () => ({
  default: (await import("@/features/rooms/CreateRoomDialog")).CreateRoomDialog,
}));
const JoinCode = lazy(async () => ({
  default: (await import("@/features/rooms/JoinCodeDialog")).JoinCodeDialog,
}));
const Invite = lazy(async () => ({
  default: (await import("@/features/details/InviteDialog")).InviteDialog,
}));
const Leave = lazy(async () => ({ default: (await import("@/features/details/LeaveDialog")).LeaveDialog }));
const SignOut = lazy(async () => ({
  default: (await import("@/features/profile/SignOutDialog")).SignOutDialog,
}));

const Palette = lazy(async () => ({ default: (await import("@/features/palette/Palette")).Palette }));
const Settings = lazy(async () => ({
  default: (await import("@/features/settings/SettingsDialog")).SettingsDialog,
}));
const Shortcuts = lazy(async () => ({
  default: (await import("@/features/settings/ShortcutsDialog")).ShortcutsDialog,
}));

export function Dialogs({ location, base }: { location: string; base: string }) {
  const closeSettings = useBack(base.startsWith("/settings") ? "/" : base);
  const section = /^\/settings(?:\/(\w+))?/.exec(location);
  return (
    <Suspense fallback={null}>
      {section !== null && <Settings section={section[1] ?? "profile"} onClose={closeSettings} />}
      <Current />
    </Suspense>
  );
}

function Current() {
  const open = useDialogs((state) => state.open);
  switch (open?.name) {
    case undefined:
      return null;
    case "create_room":
      return <CreateRoom onClose={closeDialog} />;
    case "join_code":
      return <JoinCode onClose={closeDialog} />;
    case "invite":
      return <Invite roomId={open.roomId} onClose={closeDialog} />;
    case "leave":
      return <Leave roomId={open.roomId} onClose={closeDialog} />;
    case "sign_out":
      return <SignOut onClose={closeDialog} />;
    case "palette":
      return <Palette onClose={closeDialog} />;
    case "shortcuts":
      return <Shortcuts onClose={closeDialog} />;
  }
}
