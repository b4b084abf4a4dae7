// The dialog that is open, if any. Each is its own chunk: none is needed before somebody asks for it.
import { lazy, Suspense } from "react";
import { closeDialog, useDialogs } from "@/state/dialogs";

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

export function Dialogs() {
  return (
    <Suspense fallback={null}>
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
    case "shortcuts":
      return null;
  }
}
