// The room that was last open on this device.
import { readStored, writeStored } from "@/lib/storage";

const KEY = "confluence.last_room";

export const lastRoom = (): string | null => readStored<string | null>(KEY, null);

export const rememberRoom = (roomId: string): void => writeStored(KEY, roomId);
