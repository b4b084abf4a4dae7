// Collects a page's performance figures, and slows a page down to the speed of a phone.
import type { Page } from '@playwright/test';

export interface Marks {
  /** Largest contentful paint, ms after navigation began. */
  lcp: number;
  /** Sum of layout shifts that were not caused by input. */
  cls: number;
  /** Milliseconds of every task over 50 ms. */
  tasks: number[];
  /** Milliseconds from a key or click to the next paint; the browser rounds to 8 and omits inputs under 16. */
  inputs: { name: string; ms: number }[];
}

/** Starts watching with the next navigation. */
export async function watch(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const marks: Marks = { lcp: 0, cls: 0, tasks: [], inputs: [] };
    Object.assign(window, { marks });
    const on = (type: string, each: (entry: PerformanceEntry) => void) =>
      new PerformanceObserver((list) => list.getEntries().forEach(each)).observe({ type, buffered: true, durationThreshold: 16 } as PerformanceObserverInit);
    on('largest-contentful-paint', (entry) => {
      marks.lcp = Math.round(entry.startTime);
    });
    on('layout-shift', (entry) => {
      const shift = entry as PerformanceEntry & { value: number; hadRecentInput: boolean };
      if (!shift.hadRecentInput) marks.cls += shift.value;
    });
    on('longtask', (entry) => marks.tasks.push(Math.round(entry.duration)));
    on('event', (entry) => {
      if (/^(keydown|click|pointerdown)$/.test(entry.name)) marks.inputs.push({ name: entry.name, ms: entry.duration });
    });
  });
}

export const marksOf = (page: Page): Promise<Marks> => page.evaluate(() => (window as unknown as { marks: Marks }).marks);

/** Emulates Fast 4G as in Chromium's tools (nine tenths of 9 Mbit/s down and 1.5 up, 165 ms) and a processor `times` slower. */
export async function slowDown(page: Page, times: number): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', {
    offline: false,
    downloadThroughput: (9_000_000 / 8) * 0.9,
    uploadThroughput: (1_500_000 / 8) * 0.9,
    latency: 165,
  });
  await session.send('Emulation.setCPUThrottlingRate', { rate: times });
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
