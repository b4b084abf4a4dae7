// Cards of links. What a server finds in the world is not for a test: the frame that tells of a card is put on the socket here.
import type { Page, WebSocketRoute } from '@playwright/test';
import { expect, test } from '../harness/test.ts';
import { Account, type Message } from '../harness/api.ts';
import { RoomPage } from '../pages/room.ts';

const CARD = { url: 'https://tides.example/', title: 'Tides <b>today</b>', description: 'High at noon', site_name: 'Harbour' };

test('PREV5 a card that comes late shows plain text, moves nothing that is read, and goes when its author says so', async ({ open, server }) => {
  const ana = await Account.signUp(server.url, 'ana');
  const room = await ana.createRoom('Harbour');
  const sent = await ana.sendMany(room, 60, (index) => `line ${index}`);
  const page = await open(ana);
  const tell = await socketOf(page);
  const view = new RoomPage(page);
  await view.goto(room.id);
  await view.expectMessage('line 59');

  // Somewhere above the end, with rows above what is read that are there but out of sight.
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
  expect(Math.abs((await settled(top)) - before), 'what is read stays where it is').toBeLessThanOrEqual(1);

  await expect(card).toContainText('Tides <b>today</b>');
  await expect(card.getByRole('link')).toHaveAttribute('rel', 'noopener nofollow');
  const asked = page.waitForRequest((request) => request.method() === 'DELETE' && request.url().endsWith(`/${message.id}/previews`));
  // By key: the row comes into view as it gets the focus, and a press of the mouse could end beside what it began on.
  await card.getByRole('button', { name: 'Remove previews' }).press('Enter');
  expect((await (await asked).response())?.status()).toBe(204);
});

/** Gives a way to put frames on the page's socket, as if the server had sent them. */
async function socketOf(page: Page): Promise<(frame: object) => void> {
  let socket: WebSocketRoute | undefined;
  await page.routeWebSocket(/\/api\/v1\/ws/, (route) => {
    route.connectToServer();
    socket = route;
  });
  return (frame) => socket?.send(JSON.stringify(frame));
}

/** The last row above the window of the timeline, and the first one wholly in it. */
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

/** A position once it is the same in two frames. */
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
