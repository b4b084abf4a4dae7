// The two halves of the application, each its own chunk: nobody needs both at once.
import { addWords } from "@/i18n/i18n";

export const loadEntrance = () => import("./Entrance");

export async function loadLanding() {
  const { Landing, landingWords } = await import("@/features/landing/Landing");
  await addWords("landing", landingWords);
  return { Landing };
}

let shell: ReturnType<typeof load> | undefined;

/** The shell, with its words in the language that is shown. Call it after startI18n. */
export function loadShell() {
  shell ??= load();
  return shell;
}

async function load() {
  const { Shell, shellWords } = await import("./Shell");
  await addWords("shell", shellWords);
  return { Shell };
}
