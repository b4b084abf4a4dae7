// UX acceptance checks 6–10: the scroll position. Each runs with the wheel and with emulated touch.
import type { BrowserContextOptions, Page } from '@playwright/test';
import { type Open, expect, test } from '../../harness/test.ts';
import { Account, type Room } from '../../harness/api.ts';
import { RoomPage } from '../../pages/room.ts';

const HISTORY = 220;

/** A body of varying height, as in real conversations. */
function body(index: number): string {
  const lines = 1 + ((index * 7) % 5);
  return Array.from({ length: lines }, (_, line) => `history ${index + 1}, line ${line + 1}`).join('\n');
}

async function readHistory(open: Open, url: string, touch: boolean, history = HISTORY, options: BrowserContextOptions = {}): Promise<{ ana: Account; bo: Account; room: Room; page: Page; view: RoomPage }> {
  const ana = await Account.signUp(url, 'ana');
  const bo = await Account.signUp(url, 'bo');
  const room = await ana.createRoom('Harbour');
  await bo.join(room);
  const messages = await ana.sendMany(room, history, body);
  await bo.markRead(room, messages.length);
  const page = await open(bo, touch ? { ...options, viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true } : options);
  const view = new RoomPage(page);
  await view.goto(room.id);
  await expect(page.locator(`[data-seq="${history}"]`)).toBeVisible();
  return { ana, bo, room, page, view };
}

/** Scrolls towards older messages: with the wheel, or by dragging a finger down. */
async function scrollUp(view: RoomPage, touch: boolean, pixels: number): Promise<void> {
  if (!touch) {
    await view.wheel(-pixels);
    return;
  }
  const box = await view.timeline.boundingBox();
  if (box === null) throw new Error('no timeline');
  const session = await view.page.context().newCDPSession(view.page);
  const x = box.x + box.width / 2;
  const from = box.y + box.height * 0.2;
  // A swipe is limited by the height of the screen, so long distances take several.
  for (let left = pixels; left > 0; left -= box.height * 0.6) {
    const length = Math.min(left, box.height * 0.6);
    await session.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [{ x, y: from }] });
    for (let step = 1; step <= 4; step += 1) {
      await session.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: [{ x, y: from + (length * step) / 4 }] });
    }
    await session.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  }
}

for (const touch of [false, true]) {
  const how = touch ? ' (touch)' : '';

  test(`UX6 prepending 50 older messages moves the top visible row by at most 2 px${how}`, async ({ open, server }) => {
    // Enough history that the pages fetched ahead are never the last. Requests answered by a service worker could not be
    // held.
    const { page, view } = await readHistory(open, server.url, touch, 2 * HISTORY, { serviceWorkers: 'block' });
    for (let prepend = 0; prepend < 3; prepend += 1) {
      // The page of older messages is held until the test watches the top row, frame by frame.
      let held = false;
      let release = () => {};
      const watched = new Promise<void>((done) => {
        release = done;
      });
      const older = /\/messages\?.*before=/;
      await page.route(older, async (route) => {
        held = true;
        await watched;
        await route.continue();
      });
      await expect(async () => {
        await view.scrollTo(600);
        expect(held).toBe(true);
      }).toPass();
      await view.atRest();
      const anchor = await view.topRow();
      const watching = view.timeline.evaluate(async (element, seq) => {
        const top = () => element.querySelector(`[data-seq="${seq}"]`)?.getBoundingClientRect().top;
        const first = top() ?? 0;
        const height = element.scrollHeight;
        document.documentElement.dataset.watching = 'true';
        let worst = 0;
        // Forty more frames after it has arrived.
        for (let left = 40; left > 0; ) {
          await new Promise(requestAnimationFrame);
          worst = Math.max(worst, Math.abs((top() ?? Number.POSITIVE_INFINITY) - first));
          if (element.scrollHeight > height + 100) left -= 1;
        }
        delete document.documentElement.dataset.watching;
        return worst;
      }, anchor.seq);
      await expect(page.locator('html[data-watching]')).toBeAttached();
      release();
      const moved = await watching;
      await page.unroute(older);
      expect(moved).toBeLessThanOrEqual(2);
    }
  });

  test(`UX7 no further requests once there is nothing older to load${how}`, async ({ open, server }) => {
    test.setTimeout(240_000);
    const { page, view } = await readHistory(open, server.url, touch);
    await expect(async () => {
      await scrollUp(view, touch, 4000);
      await expect(page.locator('[data-seq="1"]')).toBeVisible({ timeout: 500 });
    }).toPass({ timeout: 120_000 });
    const requests: string[] = [];
    page.on('request', (request) => {
      if (request.url().includes('/messages')) requests.push(request.url());
    });
    for (let turn = 0; turn < 5; turn += 1) await scrollUp(view, touch, 2000);
    await expect(page.locator('[data-seq="1"]')).toBeVisible();
    expect(requests).toEqual([]);
  });

  test(`UX8 at the bottom, an incoming message keeps the view within 1 px of the bottom${how}`, async ({ open, server }) => {
    const { ana, room, view } = await readHistory(open, server.url, touch);
    for (const text of ['short', 'tall\nand\ntaller\nand\ntallest', 'last']) {
      await ana.send(room, text);
      await expect(view.rows.filter({ hasText: text.split('\n')[0] ?? '' }).last()).toBeVisible();
      await expect.poll(() => view.distanceFromBottom()).toBeLessThanOrEqual(1);
    }
  });

  test(`UX9 the pill scrolls to the bottom, disappears and resets its counter${how}`, async ({ open, server }) => {
    const { ana, room, view } = await readHistory(open, server.url, touch);
    await scrollUp(view, touch, 1500);
    await expect.poll(() => view.distanceFromBottom()).toBeGreaterThan(200);
    await ana.sendMany(room, 3, (index) => `news ${index + 1}`);
    await expect(view.pill).toContainText('3');
    await view.pill.click();
    await expect(view.row('news 3')).toBeVisible();
    await expect.poll(() => view.distanceFromBottom()).toBeLessThanOrEqual(1);
    await expect(view.pill).toBeHidden();
    await scrollUp(view, touch, 1500);
    // Wheel events take effect with a delay; messages that arrive earlier would not count as new.
    await expect.poll(() => view.distanceFromBottom()).toBeGreaterThan(200);
    await ana.send(room, 'news 4');
    await expect(view.pill).toContainText('1');
    await expect(view.pill).not.toContainText('4');
  });

  test(`UX10 sending a message while scrolled up goes to the bottom${how}`, async ({ open, server }) => {
    const { view } = await readHistory(open, server.url, touch);
    await scrollUp(view, touch, 1500);
    await expect.poll(() => view.distanceFromBottom()).toBeGreaterThan(200);
    await view.composer.fill('here I am');
    if (touch) await view.page.getByRole('button', { name: /^Send/ }).click();
    else await view.composer.press('Enter');
    await expect(view.row('here I am')).toBeVisible();
    await expect.poll(() => view.distanceFromBottom()).toBeLessThanOrEqual(1);
  });
}
