// The parts of the application that load by themselves, each with its words. Words of what shows first come inside its chunk;
// the rest come beside theirs. Call these after startI18n.
import { type ComponentType, lazy } from "react";
import { addWords } from "@/i18n/i18n";

export async function loadEntrance() {
  const { Entrance, entranceWords } = await import("./Entrance");
  await addWords("entrance", entranceWords);
  return { Entrance };
}

export async function loadShell() {
  const { Shell, shellWords } = await import("./Shell");
  await addWords("shell", shellWords);
  return { Shell };
}

/** A view that opens when somebody asks for it; its words are among those of "more". */
export function later<Props>(load: () => Promise<ComponentType<Props>>) {
  return lazy(async () => {
    const [view] = await Promise.all([load(), addWords("more")]);
    return { default: view };
  });
}
