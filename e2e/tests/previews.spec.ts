// Link preview cards. Tests must not depend on real web pages, so the frame with the card is injected into the socket.
import type { Page, WebSocketRoute } from '@playwright/test';
import { expect, test } from '../harness/test.ts';
import { Account, type Message } from '../harness/api.ts';
import { RoomPage } from '../pages/room.ts';

const CARD = { url: 'https://tides.example/', title: 'Tides <b>today</b>', description: 'High at noon', site_name: 'Harbour' };

test('PREV5 a late card shows plain text, does not move the reading position, and can be removed by the author', async ({ open, server }) => {
  const ana = await Account.signUp(server.url, 'ana');
  const room = await ana.createRoom('Harbour');
  const sent = await ana.sendMany(room, 60, (index) => `line ${index}`);
  const page = await open(ana);
  const tell = await socketOf(page);
  const view = new RoomPage(page);
  await view.goto(room.id);
  await view.expectMessage('line 59');

  // Scrolls up, so that there are mounted rows above the visible ones.
  await view.timeline.hover();
  await page.mouse.wheel(0, -700);
  await expect.poll(() => view.distanceFromBottom()).toBeGreaterThan(500);
  const { above, first } = await edge(view);
  const top = () => view.row(first).evaluate((row) => row.getBoundingClientRect().top);
  const before = await settled(top);

  const message = sent.find(({ body }) => body === above) as Message;
  const version = (await ana.room(room.id)).version + 1;
  tell({ type: 'message.updated', room_id: room.id, version, message: { ...message, version, previews: [CARD] } });
  const card = view.row(above).getByRole('list', { name: 'Link previews' });
  await expect(card).toBeAttached();
  expect(Math.abs((await settled(top)) - before), 'the reading position does not move').toBeLessThanOrEqual(1);

  await expect(card).toContainText('Tides <b>today</b>');
  await expect(card.getByRole('link')).toHaveAttribute('rel', 'noopener nofollow');
  const asked = page.waitForRequest((request) => request.method() === 'DELETE' && request.url().endsWith(`/${message.id}/previews`));
  // By key, because focusing scrolls the row into view, and a mouse click could miss the moving button.
  await card.getByRole('button', { name: 'Remove previews' }).press('Enter');
  expect((await (await asked).response())?.status()).toBe(204);
});

/** Returns a function that injects frames into the page's socket, as if the server had sent them. */
async function socketOf(page: Page): Promise<(frame: object) => void> {
  let socket: WebSocketRoute | undefined;
  await page.routeWebSocket(/\/api\/v1\/ws/, (route) => {
    route.connectToServer();
    socket = route;
  });
  return (frame) => socket?.send(JSON.stringify(frame));
}

/** Texts of the last row above the view and of the first row fully in it. */
async function edge(view: RoomPage): Promise<{ above: string; first: string }> {
  const window = await view.timeline.evaluate((element) => element.getBoundingClientRect().top);
  const rows = await view.rows.evaluateAll((all) =>
    all
      .map((row) => ({ top: row.getBoundingClientRect().top, bottom: row.getBoundingClientRect().bottom, text: row.querySelector('[data-body]')?.textContent?.trim() ?? '' }))
      .sort((a, b) => a.top - b.top),
  );
  const above = rows.filter(({ bottom }) => bottom <= window).at(-1);
  const first = rows.filter(({ top }) => top >= window).at(1);
  if (above === undefined || first === undefined) throw new Error('no rows on both sides of the edge');
  return { above: above.text, first: first.text };
}

/** Waits until a position is the same twice in a row and returns it. */
async function settled(measure: () => Promise<number>): Promise<number> {
  let last = await measure();
  await expect
    .poll(async () => {
      const now = await measure();
      const same = now === last;
      last = now;
      return same;
    })
    .toBe(true);
  return last;
}
