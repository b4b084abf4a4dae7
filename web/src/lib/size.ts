// Human-readable file sizes and durations.
import { regional } from "./format";

const UNITS = ["byte", "kilobyte", "megabyte", "gigabyte"] as const;

/** A file size such as "3.4 MB", in steps of 1024 like file managers. */
export function sizeOf(language: string, bytes: number): string {
  let step = 0;
  let value = bytes;
  while (value >= 1024 && step < UNITS.length - 1) {
    value /= 1024;
    step += 1;
  }
  return new Intl.NumberFormat(regional(language), {
    style: "unit",
    unit: UNITS[step],
    unitDisplay: step === 0 ? "long" : "short",
    maximumFractionDigits: value < 10 && step > 0 ? 1 : 0,
  }).format(value);
}

/** A duration as minutes and seconds: "0:07", "12:30". */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}
