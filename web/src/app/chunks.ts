// Loads the two halves of the application with their words. English words are inside each half's chunk; other languages load
// separately. Call these after startI18n.
import { addWords } from "@/i18n/i18n";

export async function loadEntrance() {
  const { Entrance, entranceWords } = await import("./Entrance");
  await addWords("entrance", entranceWords);
  return { Entrance };
}

export async function loadShell() {
  const { Shell, shellWords } = await import("./shell/Shell");
  await addWords("shell", shellWords);
  return { Shell };
}
