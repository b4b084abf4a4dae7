// How the client looks on this device: theme, density, motion, and the user's choice of widths and panes.
// public/theme-boot.js reads the same key before the first paint.
import { create } from "zustand";
import { readStored, writeStored } from "@/lib/storage";

export interface Appearance {
  theme: "system" | "light" | "dark";
  density: "comfortable" | "compact";
  motion: "system" | "reduced";
  /** Pixels, 220–360. */
  listWidth: number;
  /** Whether the detail pane is open beside the timeline on wide screens. */
  detail: boolean;
}

export const LIST_WIDTH = { min: 220, max: 360, usual: 272 };

const KEY = "confluence.appearance";
const USUAL: Appearance = {
  theme: "system",
  density: "comfortable",
  motion: "system",
  listWidth: LIST_WIDTH.usual,
  detail: false,
};

export const useAppearance = create<Appearance>(() => ({
  ...USUAL,
  ...readStored<Partial<Appearance>>(KEY, {}),
}));

export function setAppearance(change: Partial<Appearance>): void {
  useAppearance.setState(change);
  const chosen = useAppearance.getState();
  writeStored(KEY, chosen);
  const { dataset } = document.documentElement;
  mark(dataset, "theme", chosen.theme === "system" ? null : chosen.theme);
  mark(dataset, "density", chosen.density === "compact" ? "compact" : null);
  mark(dataset, "motion", chosen.motion === "reduced" ? "reduced" : null);
}

function mark(dataset: DOMStringMap, name: string, value: string | null): void {
  if (value === null) delete dataset[name];
  else dataset[name] = value;
}

/** Whether motion is reduced, by the user's choice here or by the system's setting. */
export const prefersStill = (): boolean =>
  useAppearance.getState().motion === "reduced" || matchMedia("(prefers-reduced-motion: reduce)").matches;
