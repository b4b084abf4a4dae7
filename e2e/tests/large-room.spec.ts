// Flinging through a room of 50,000 messages of mixed heights. Pixels and nodes are hard limits; milliseconds are only recorded.
import { expect, test } from '../harness/test.ts';
import { Account } from '../harness/api.ts';
import { RoomPage } from '../pages/room.ts';

const MESSAGES = Number(process.env.CONFLUENCE_LARGE_ROOM ?? 50_000);

test('UI8 flinging through 50,000 messages makes nothing jump and keeps the page small', async ({ open, server }) => {
  // Two thousand frames, which take minutes on a busy machine.
  test.setTimeout(600_000);
  const ana = await Account.signUp(server.url, 'ana');
  const room = await ana.createRoom('Harbour');
  await server.fill(room.id, MESSAGES);
  await ana.markRead(room, MESSAGES);

  const page = await open(ana);
  const view = new RoomPage(page);
  const opened = Date.now();
  await view.goto(room.id);
  await expect(page.locator(`[data-seq="${MESSAGES}"]`)).toBeVisible();
  test.info().annotations.push({ type: 'opened after', description: `${Date.now() - opened} ms` });

  const session = await page.context().newCDPSession(page);
  const heap = async () => {
    await session.send('HeapProfiler.collectGarbage');
    const { usedSize } = await session.send('Runtime.getHeapUsage');
    return usedSize / 1_000_000;
  };
  const fling = () =>
    view.timeline.evaluate(async (element) => {
      const STEP = 60;
      let jump = 0;
      const oddities: string[] = [];
      let rows = 0;
      let oldest = Number.POSITIVE_INFINITY;
      for (let frame = 0; frame < 400; frame += 1) {
        const middle = element.getBoundingClientRect().top + element.clientHeight / 2;
        const tracked = [...element.querySelectorAll('[data-seq]')].find((row) => row.getBoundingClientRect().bottom >= middle);
        const before = tracked?.getBoundingClientRect().top ?? 0;
        const room = Math.min(STEP, element.scrollTop);
        element.scrollBy(0, -STEP);
        await new Promise(requestAnimationFrame);
        await new Promise(requestAnimationFrame);
        if (tracked?.isConnected) {
          const moved = tracked.getBoundingClientRect().top - before;
          const odd = Math.abs(moved - room);
          if (odd > 2) oddities.push(`frame ${frame}: ${moved} px instead of ${room}, at ${element.scrollTop}, seq ${tracked.getAttribute('data-seq')}`);
          jump = Math.max(jump, odd);
        }
        const mounted = [...element.querySelectorAll('[data-seq]')];
        rows = Math.max(rows, mounted.length);
        oldest = Math.min(oldest, ...mounted.map((row) => Number(row.getAttribute('data-seq'))));
      }
      return { jump, oddities, rows, oldest, nodes: document.querySelectorAll('*').length };
    });

  const before = await heap();
  // Starts with a gesture, so that the list unsticks from the bottom.
  await view.wheel(-300);
  await expect.poll(() => view.distanceFromBottom()).toBeGreaterThan(200);
  let oldest = MESSAGES;
  for (let turn = 0; turn < 5; turn += 1) {
    const flung = await fling();
    expect(flung.jump, flung.oddities.join('\n')).toBeLessThanOrEqual(100);
    expect(flung.rows).toBeLessThanOrEqual(80);
    expect(flung.nodes).toBeLessThanOrEqual(3000);
    expect(flung.oldest).toBeLessThan(oldest);
    oldest = flung.oldest;
  }
  const growth = ((await heap()) - before) / before;
  test.info().annotations.push({ type: 'heap', description: `${before.toFixed(1)} MB, grown by ${(growth * 100).toFixed(0)} %` });
});
