// The room whose message box is to take the focus, because the user chose somebody to write to. The conversation takes the
// focus once it shows the room.
import { create } from "zustand";

export const useWriting = create<{ roomId: string | null }>(() => ({ roomId: null }));

export const askToWrite = (roomId: string): void => useWriting.setState({ roomId });

export const askedToWrite = (): void => useWriting.setState({ roomId: null });
