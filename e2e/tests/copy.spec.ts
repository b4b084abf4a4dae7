// Copying several messages, although those in between are not in the document.
import { expect, test } from '../harness/test.ts';
import { Account } from '../harness/api.ts';
import { RoomPage } from '../pages/room.ts';

const COUNT = 120;

test('UI8 a selection over many rows copies all of them in order, including those that are not mounted', async ({ open, server }) => {
  const ana = await Account.signUp(server.url, 'ana');
  const room = await ana.createRoom('Harbour');
  await ana.sendMany(room, COUNT, (index) => `message ${index + 1}\nof several\nlines`);
  await ana.markRead(room, COUNT);
  const page = await open(ana, { permissions: ['clipboard-read', 'clipboard-write'] });
  const view = new RoomPage(page);
  await view.goto(room.id);
  await expect(page.locator(`[data-seq="${COUNT}"]`)).toBeVisible();

  // Scrolls up until the newest rows have left the document (the last one stays, as the tab stop).
  await expect(async () => {
    await view.wheel(-3000);
    await expect(page.locator(`[data-seq="${COUNT - 3}"]`)).toHaveCount(0, { timeout: 500 });
  }).toPass({ timeout: 60_000 });
  await view.atRest();
  const { seq: first } = await view.topRow();
  const reach = (from: number, to: number) =>
    page.evaluate(
      ([anchor, focus]) => {
        const body = (seq: number | undefined) => document.querySelector(`[data-seq="${seq}"] [data-body]`);
        const [start, end] = [body(anchor), body(focus)];
        if (start === null || end === null) throw new Error('not mounted');
        document.getSelection()?.setBaseAndExtent(start, 0, end, end.childNodes.length);
      },
      [from, to],
    );
  await reach(first, first + 1);
  await view.scrollTo(1_000_000);
  await expect(page.locator(`[data-seq="${COUNT - 3}"]`)).toBeInViewport();
  await view.atRest();
  const between = page.locator(`[data-seq="${first + 3}"]`);
  await expect(between).toHaveCount(0);
  await reach(first, COUNT);
  await page.keyboard.press('ControlOrMeta+c');
  const copied = () => page.evaluate(async () => (await navigator.clipboard.readText()).match(/message \d+/g)?.join(', ') ?? '');
  const wanted = Array.from({ length: COUNT - first + 1 }, (_, index) => `message ${first + index}`).join(', ');
  await expect.poll(copied).toBe(wanted);
});
