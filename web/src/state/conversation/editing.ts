// The message being edited, at most one per room. Its text is separate from the draft, which it never touches.
import { create } from "zustand";
import type { Message } from "@/net/protocol.gen";
import { sourceOf } from "@/state/timeline/sourceOf";

export interface Editing {
  id: string;
  text: string;
}

export const useEditing = create<{ byRoom: Readonly<Record<string, Editing>> }>(() => ({ byRoom: {} }));

export const startEditing = (message: Message): void =>
  set(message.room_id, { id: message.id, text: sourceOf(message) });

export const stopEditing = (roomId: string): void => set(roomId, null);

/** Ends all edits, because another user may sign in. */
export const stopAllEditing = (): void => useEditing.setState({ byRoom: {} });

export function editText(roomId: string, text: string): void {
  const held = useEditing.getState().byRoom[roomId];
  if (held !== undefined) set(roomId, { ...held, text });
}

function set(roomId: string, editing: Editing | null): void {
  useEditing.setState(({ byRoom }) => {
    const { [roomId]: _old, ...others } = byRoom;
    return { byRoom: editing === null ? others : { ...others, [roomId]: editing } };
  });
}
