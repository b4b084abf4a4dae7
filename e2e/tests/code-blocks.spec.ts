// Whatever code other people send, the page stays responsive. Colouring is measured against the same blocks without a language,
// in processor time of the main thread, so that slow or busy machines do not matter.
import type { Browser, Page } from '@playwright/test';
import { expect, test } from '../harness/test.ts';
import { Account, type Room } from '../harness/api.ts';
import { BLOCKS } from '../harness/code.ts';
import { RoomPage } from '../pages/room.ts';

/** What colours may add to the longest task; on slow machines as much as it takes without them. A grammar on the main thread
 * would take many seconds. */
const COLOURS_MAX_MS = 100;
/** Longer than any fence in the blocks. */
const FENCE = '`'.repeat(8);

test('UI38 code of every language, hostile and honest, never blocks the page, and is coloured in a worker', async ({ browser, open, server }) => {
  test.setTimeout(600_000);
  expect(BLOCKS.length).toBeGreaterThanOrEqual(200);
  const mallory = await Account.signUp(server.url, 'mallory');
  const bo = await Account.signUp(server.url, 'bo');
  const roomOf = async (name: string, languageOf: (block: (typeof BLOCKS)[number]) => string) => {
    const room = await mallory.createRoom(name);
    await bo.join(room);
    await mallory.sendMany(room, BLOCKS.length, (index) => {
      const block = BLOCKS[index];
      return block === undefined ? '' : `${FENCE}${languageOf(block)}\n${block.code}\n${FENCE}`;
    });
    return room;
  };
  const plain = await roomOf('Plain', () => '');
  const coloured = await roomOf('Coloured', ({ language }) => language);

  const reader = await open(bo);
  const plainMs = await longestTaskOfReading(browser, reader, plain);
  expect(await scriptsOf(reader)).not.toContainEqual(expect.stringMatching(/\/highlighter-/));
  await reader.close();

  const page = await open(bo);
  let ended = 0;
  page.on('worker', (worker) => {
    expect(worker.url()).toMatch(/\/assets\/worker-[^/]+\.js$/);
    worker.on('close', () => (ended += 1));
  });
  const colouredMs = await longestTaskOfReading(browser, page, coloured);
  test.info().annotations.push({ type: 'longest task', description: `${Math.round(plainMs)} ms plain, ${Math.round(colouredMs)} ms coloured` });
  expect(colouredMs).toBeLessThan(plainMs + Math.max(COLOURS_MAX_MS, plainMs));

  // The page has loaded the highlighter's client but neither engine nor grammars.
  const scripts = await scriptsOf(page);
  expect(scripts).toContainEqual(expect.stringMatching(/\/highlighter-/));
  expect(scripts).not.toContainEqual(expect.stringMatching(/\/(engine-javascript|bash|cpp|typescript)-/));
  // Blocks that took too long had their worker terminated.
  await expect.poll(() => ended).toBeGreaterThan(0);
  // Writing still works with hostile blocks in view.
  const view = new RoomPage(page);
  await view.composer.click();
  await view.sendStored('still here');
});

/** Scrolls a room from its oldest message to its newest. Returns the longest task, in milliseconds of processor time. */
async function longestTaskOfReading(browser: Browser, page: Page, room: Room): Promise<number> {
  const view = new RoomPage(page);
  await view.goto(room.id);
  // All messages are unread, so it opens at the oldest. Loading the page is not measured.
  await expect(page.locator('[data-seq="1"]')).toBeInViewport();
  await page.waitForLoadState('networkidle');
  await view.atRest();
  await browser.startTracing(page, { categories: ['toplevel'] });
  // Starts with a gesture, so that the list counts the scroll as the user's.
  await view.wheel(200);
  const last = page.locator(`[data-seq="${BLOCKS.length}"]`);
  await expect(async () => {
    // Scrolls through the loaded messages, one step per animation frame.
    await view.timeline.evaluate(async (element) => {
      for (let still = 0; still < 10; ) {
        const before = element.scrollTop;
        element.scrollBy(0, 500);
        await new Promise(requestAnimationFrame);
        still = element.scrollTop === before ? still + 1 : 0;
      }
    });
    expect(await last.count()).toBe(1);
  }).toPass({ timeout: 240_000 });
  return longestTask(await browser.stopTracing());
}

const scriptsOf = (page: Page): Promise<string[]> =>
  page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name));

/** Longest task of a page's main thread in a trace, in milliseconds of processor time. */
function longestTask(trace: Buffer): number {
  interface Event {
    name: string;
    pid: number;
    tid: number;
    tdur?: number;
    args?: { name?: string };
  }
  const { traceEvents } = JSON.parse(trace.toString()) as { traceEvents: Event[] };
  const threadOf = ({ pid, tid }: Event) => `${pid} ${tid}`;
  const pages = new Set(traceEvents.filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain').map(threadOf));
  const tasks = traceEvents.flatMap((event) => (/RunTask$/.test(event.name) && pages.has(threadOf(event)) ? (event.tdur ?? []) : []));
  if (tasks.length < 100) throw new Error(`only ${tasks.length} tasks were traced`);
  return Math.max(...tasks) / 1_000;
}
