// Days on the clock of this device, whatever their length in hours.

/** The last second of the day that many days from now, so that its time reads as that day's. */
export function endOfDay(now: Date, days: number): Date {
  const next = new Date(now.getFullYear(), now.getMonth(), now.getDate() + days + 1);
  const end = new Date(next.getTime() - 1_000);
  // In the day's last second it would be over already.
  return end > now ? end : endOfDay(new Date(next), days);
}

/** A day as a date field has it. */
export function dayField(at: Date): string {
  const two = (part: number) => String(part).padStart(2, "0");
  return [String(at.getFullYear()).padStart(4, "0"), two(at.getMonth() + 1), two(at.getDate())].join("-");
}
