// The shell's open dialog, at most one. Its content belongs to a feature; any part of the client may open it.
import { create } from "zustand";
import type { Member, Message } from "@/net/protocol.gen";
import type { AskedAct } from "../rooms/memberActs";

export type OpenDialog =
  | { name: "create_room" }
  | { name: "join_code" }
  | { name: "new_message" }
  | { name: "make_room"; roomId: string }
  | { name: "invite"; roomId: string }
  | { name: "leave"; roomId: string }
  | {
      name: "member_act";
      roomId: string;
      member: Pick<Member, "user" | "role" | "guest_until">;
      act: AskedAct;
    }
  | { name: "edit_room"; roomId: string }
  | { name: "move_room"; roomId: string }
  | { name: "rename_folder"; folderId: string }
  | { name: "status" }
  | { name: "block"; person: { id: string; display_name: string } }
  | { name: "message_info"; message: Message }
  | { name: "report"; message: Message }
  | { name: "delete_message"; message: Message }
  | { name: "forward"; message: Message }
  | { name: "saved" }
  | { name: "palette" }
  | { name: "shortcuts" }
  | { name: "sign_out" };

export const useDialogs = create<{ open: OpenDialog | null }>(() => ({ open: null }));

export const openDialog = (dialog: OpenDialog): void => useDialogs.setState({ open: dialog });

export const closeDialog = (): void => useDialogs.setState({ open: null });
