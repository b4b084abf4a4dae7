// The open dialog. Each dialog is its own chunk, and so is this list, because none is needed before one is opened.
import { Suspense } from "react";
import { later } from "@/lib/later";
import { closeDialog, useDialogs } from "@/state/shell/dialogs";

const CreateRoom = later(
  async () => (await import("@/features/rooms/CreateRoomDialog")).CreateRoomDialog,
  "dialogs",
);
const JoinCode = later(
  async () => (await import("@/features/rooms/directory/JoinCodeDialog")).JoinCodeDialog,
  "dialogs",
);
const NewMessage = later(
  async () => (await import("@/features/rooms/direct/NewMessageDialog")).NewMessageDialog,
  "dialogs",
);
const MakeRoom = later(
  async () => (await import("@/features/rooms/direct/MakeRoomDialog")).MakeRoomDialog,
  "dialogs",
);
const Invite = later(async () => (await import("@/features/details/InviteDialog")).InviteDialog, "dialogs");
const Leave = later(async () => (await import("@/features/details/LeaveDialog")).LeaveDialog, "dialogs");
const MemberAct = later(
  async () => (await import("@/features/details/members/ActDialog")).ActDialog,
  "dialogs",
);
const EditRoom = later(async () => (await import("../views/RoomSettings")).RoomSettings, "dialogs");
const MoveRoom = later(
  async () => (await import("@/features/rooms/folders/MoveRoomDialog")).MoveRoomDialog,
  "dialogs",
);
const RenameFolder = later(
  async () => (await import("@/features/rooms/folders/RenameFolderDialog")).RenameFolderDialog,
  "dialogs",
);
const MyStatus = later(async () => (await import("../views/MyStatus")).MyStatus, "dialogs");
const Block = later(async () => (await import("@/features/people/BlockDialog")).BlockDialog, "dialogs");
const SignOut = later(
  async () => (await import("@/features/profile/SignOutDialog")).SignOutDialog,
  "dialogs",
);

const Report = later(
  async () => (await import("@/features/details/reports/ReportDialog")).ReportDialog,
  "dialogs",
);
const DeleteMessage = later(
  async () => (await import("@/features/details/reports/DeleteMessageDialog")).DeleteMessageDialog,
  "dialogs",
);
const Info = later(async () => (await import("@/features/info/InfoDialog")).InfoDialog, "dialogs");
const Forward = later(
  async () => (await import("@/features/forward/ForwardDialog")).ForwardDialog,
  "dialogs",
);
const Saved = later(async () => (await import("@/features/saved/SavedDialog")).SavedDialog, "dialogs");
const Palette = later(async () => (await import("@/features/palette/Palette")).Palette, "dialogs");
const Settings = later(async () => (await import("../views/ProfileSettings")).ProfileSettings, "dialogs");
const Shortcuts = later(
  async () => (await import("@/features/settings/ShortcutsDialog")).ShortcutsDialog,
  "dialogs",
);

/** @param onClose called to leave the settings. */
export function Dialogs({ location, onClose }: { location: string; onClose: () => void }) {
  const section = /^\/settings(?:\/(\w+))?/.exec(location);
  return (
    <Suspense fallback={null}>
      {section !== null && <Settings section={section[1] ?? "profile"} onClose={onClose} />}
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
    case "new_message":
      return <NewMessage onClose={closeDialog} />;
    case "make_room":
      return <MakeRoom roomId={open.roomId} onClose={closeDialog} />;
    case "invite":
      return <Invite roomId={open.roomId} onClose={closeDialog} />;
    case "leave":
      return <Leave roomId={open.roomId} onClose={closeDialog} />;
    case "member_act":
      return <MemberAct roomId={open.roomId} member={open.member} act={open.act} onClose={closeDialog} />;
    case "edit_room":
      return <EditRoom roomId={open.roomId} onClose={closeDialog} />;
    case "move_room":
      return <MoveRoom roomId={open.roomId} onClose={closeDialog} />;
    case "rename_folder":
      return <RenameFolder folderId={open.folderId} onClose={closeDialog} />;
    case "sign_out":
      return <SignOut onClose={closeDialog} />;
    case "status":
      return <MyStatus onClose={closeDialog} />;
    case "block":
      return <Block person={open.person} onClose={closeDialog} />;
    case "message_info":
      return <Info message={open.message} onClose={closeDialog} />;
    case "report":
      return <Report message={open.message} onClose={closeDialog} />;
    case "delete_message":
      return <DeleteMessage message={open.message} onClose={closeDialog} />;
    case "forward":
      return <Forward message={open.message} onClose={closeDialog} />;
    case "saved":
      return <Saved onClose={closeDialog} />;
    case "palette":
      return <Palette onClose={closeDialog} />;
    case "shortcuts":
      return <Shortcuts onClose={closeDialog} />;
  }
}
