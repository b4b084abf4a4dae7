// The harness's measurements in the page: how far the anchor row moves when a page is prepended, how far rows jump during a
// fling, how many are mounted. Rows that are mounted but still hidden (not measured yet) are ignored.

/** Functions that run inside the page. They follow `top` of the row nearest to the middle from frame to frame. */
export const inPage = {
  /** Scrolls up in steps of `step` pixels; returns the worst unexplained movement and the number of mounted rows. */
  fling: async ({ step, frames }) => {
    const element = document.querySelector("[data-timeline]");
    let jump = 0;
    let rows = 0;
    let blank = 0;
    for (let frame = 0; frame < frames; frame += 1) {
      const box = element.getBoundingClientRect();
      const middle = box.top + element.clientHeight / 2;
      const tracked = [...element.querySelectorAll("[data-row]")]
        .filter((row) => row.getBoundingClientRect().bottom >= middle && row.checkVisibility({ visibilityProperty: true }))
        .toSorted((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top)[0];
      const before = tracked?.getBoundingClientRect().top ?? 0;
      const room = step < 0 ? Math.min(-step, element.scrollTop) : step;
      element.scrollBy(0, step);
      await new Promise(requestAnimationFrame);
      await new Promise(requestAnimationFrame);
      if (tracked?.isConnected) {
        const moved = Math.abs(tracked.getBoundingClientRect().top - before - (step < 0 ? room : -room));
        jump = Math.max(jump, moved);
      }
      rows = Math.max(rows, element.querySelectorAll("[data-row]").length);
      const mounted = [...element.querySelectorAll("[data-row]")].filter((row) => row.checkVisibility({ visibilityProperty: true }));
      const top = Math.min(...mounted.map((row) => row.getBoundingClientRect().top));
      const bottom = Math.max(...mounted.map((row) => row.getBoundingClientRect().bottom));
      if (top > box.top + 1 && element.scrollTop > 0) blank += 1;
      else if (bottom < box.bottom - 60 && element.scrollTop + element.clientHeight < element.scrollHeight - 60) blank += 1;
    }
    return { jump: Math.round(jump * 10) / 10, rows, blank };
  },
  /** Records the milliseconds of every task over 50 ms in `window.tasks`. */
  watchTasks: () => {
    window.tasks = [];
    new PerformanceObserver((list) => window.tasks.push(...list.getEntries().map((entry) => Math.round(entry.duration)))).observe({ type: "longtask" });
  },
  /** Scrolls up, one and a half views per frame, until message `until` is mounted; returns the oldest mounted seq. */
  ascend: async ({ until }) => {
    const element = document.querySelector("[data-timeline]");
    element.dispatchEvent(new WheelEvent("wheel", { deltaY: -10 }));
    const oldest = () => Math.min(...[...element.querySelectorAll("[data-seq]")].map((row) => Number(row.dataset.seq)));
    for (let frame = 0; frame < 20_000 && oldest() > until; frame += 1) {
      element.scrollBy(0, -1.5 * element.clientHeight);
      await new Promise(requestAnimationFrame);
    }
    return oldest();
  },
  distance: () => {
    const element = document.querySelector("[data-timeline]");
    return Math.round((element.scrollHeight - element.clientHeight - element.scrollTop) * 10) / 10;
  },
  /** Scrolls near the top so that older messages load, and follows the top row through the prepend. */
  prepend: async () => {
    const element = document.querySelector("[data-timeline]");
    element.scrollTop = 300;
    // A jump into unmeasured rows settles within these frames; the prepend follows.
    for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame);
    const edge = element.getBoundingClientRect().top;
    // The row at the top of the view; a row kept mounted for the focus may be far below.
    const row = [...element.querySelectorAll("[data-row]")]
      .filter((r) => r.getBoundingClientRect().bottom > edge && r.checkVisibility({ visibilityProperty: true }))
      .toSorted((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top)[0];
    const first = row.getBoundingClientRect().top;
    const before = element.scrollHeight;
    let worst = 0;
    for (let frame = 0; frame < 40; frame += 1) {
      await new Promise(requestAnimationFrame);
      worst = Math.max(worst, row.isConnected ? Math.abs(row.getBoundingClientRect().top - first) : 1e6);
    }
    return { moved: Math.round(worst * 100) / 100, grew: element.scrollHeight - before };
  },
};
