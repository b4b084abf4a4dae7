// UI37: system notifications. The page's real Notification is used, and every creation and closing is recorded.
import type { Page } from '@playwright/test';
import { expect, test } from '../harness/test.ts';
import { Account } from '../harness/api.ts';
import { RoomPage } from '../pages/room.ts';

interface Noted {
  title: string;
  body: string;
  closed: boolean;
}

/** Records what this page does with notifications, without interfering. */
async function watch(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const noted: { title: string; body: string; closed: boolean; real: Notification }[] = [];
    let asked = 0;
    const Real = window.Notification;
    const ask = Real.requestPermission.bind(Real);
    class Watched extends Real {
      constructor(title: string, options?: NotificationOptions) {
        super(title, options);
        noted.push({ title, body: options?.body ?? '', closed: false, real: this });
      }
      override close() {
        for (const one of noted) if (one.real === this) one.closed = true;
        super.close();
      }
      static override requestPermission() {
        asked += 1;
        return ask();
      }
    }
    Object.assign(window, {
      Notification: Watched,
      notifications: () => noted.map(({ title, body, closed }) => ({ title, body, closed })),
      permissionsAsked: () => asked,
      clickNotification: () => noted.at(-1)?.real.dispatchEvent(new Event('click')),
    });
  });
}

const noted = (page: Page): Promise<Noted[]> => page.evaluate('window.notifications()');

/** Two people, two rooms; Bo's browser may show notifications and has the market open. */
async function start(open: (account?: Account) => Promise<Page>, url: string) {
  const ana = await Account.signUp(url, 'ana');
  const bo = await Account.signUp(url, 'bo');
  const harbour = await ana.createRoom('Harbour');
  const market = await ana.createRoom('Market');
  for (const room of [harbour, market]) await bo.join(room);
  const page = await open(bo);
  await page.context().grantPermissions(['notifications']);
  await watch(page);
  await new RoomPage(page).goto(market.id);
  return { ana, bo, harbour, market, page };
}

async function switchOn(page: Page): Promise<void> {
  await page.goto('/settings/notifications');
  const toggle = page.getByRole('switch', { name: 'Desktop notifications' });
  await expect(toggle).not.toBeChecked();
  expect(await page.evaluate('window.permissionsAsked()')).toBe(0);
  await toggle.click();
  await expect(toggle).toBeChecked();
  expect(await page.evaluate('window.permissionsAsked()')).toBe(1);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
}

test('UI37 a message in another room notifies once, with sender and room, and closes when it is read on another device', async ({ open, server }) => {
  const { ana, bo, harbour, market, page } = await start(open, server.url);
  await ana.send(harbour, 'before anything was switched on');
  await switchOn(page);
  await new RoomPage(page).goto(market.id);

  // With a second tab of the same browser in the same room, there is still one notification.
  const second = await page.context().newPage();
  await watch(second);
  await new RoomPage(second).goto(market.id);
  const sent = await ana.send(harbour, 'The *tide* turns at ten');
  const all = async () => [...(await noted(page)), ...(await noted(second))];
  await expect.poll(all).toEqual([{ title: 'Ana · Harbour', body: 'The tide turns at ten', closed: false }]);

  await bo.markRead(harbour, sent.seq);
  await expect.poll(all).toEqual([{ title: 'Ana · Harbour', body: 'The tide turns at ten', closed: true }]);

  // Messages in the visible room do not notify; the next one, elsewhere, does.
  await ana.send(market, 'seen as it comes');
  await expect(new RoomPage(page).row('seen as it comes')).toBeVisible();
  await ana.send(harbour, 'told');
  await expect.poll(async () => (await all()).map(({ body }) => body)).toEqual(['The tide turns at ten', 'told']);
});

test("UI37 the room's level decides, a click opens the message, and the text can be hidden", async ({ open, server }) => {
  const { ana, harbour, market, page } = await start(open, server.url);
  await switchOn(page);
  const view = new RoomPage(page);
  await view.goto(harbour.id);
  await page.getByRole('button', { name: 'Details' }).click();
  const level = page.getByRole('radiogroup', { name: 'Notifications' }).or(page.getByRole('group', { name: 'Notifications' }));
  const stored = page.waitForResponse((answer) => answer.url().endsWith('/membership') && answer.ok());
  await level.getByText('Mentions').click();
  await stored;

  await page.goto('/settings/notifications');
  await page.getByRole('switch', { name: 'Show message text' }).click();
  await view.goto(market.id);
  await ana.send(harbour, 'for everybody');
  const mention = await ana.send(harbour, 'for @bo');
  await expect.poll(() => noted(page)).toEqual([{ title: 'Ana · Harbour', body: 'New message', closed: false }]);

  await page.evaluate('window.clickNotification()');
  await expect(page).toHaveURL(new RegExp(`/m/${mention.id}$`));
  await expect(view.row('for everybody')).toBeVisible();
  expect((await noted(page)).map(({ closed }) => closed)).toEqual([true]);
});

test('UI37 notifications are offered once, after the first mention, and permission is not requested before', async ({ open, server }) => {
  const ana = await Account.signUp(server.url, 'ana');
  const bo = await Account.signUp(server.url, 'bo');
  const harbour = await ana.createRoom('Harbour');
  await bo.join(harbour);
  const page = await open(bo);
  await watch(page);
  // A browser that has not been asked yet.
  await page.addInitScript(() => Object.defineProperty(window.Notification, 'permission', { get: () => 'default' }));
  const view = new RoomPage(page);
  await view.goto(harbour.id);
  await ana.send(harbour, 'no mention');
  await view.expectMessage('no mention');
  const offer = page.getByRole('status', { name: 'Notices' }).filter({ hasText: 'You were mentioned.' });
  await expect(offer).toHaveCount(0);
  await ana.send(harbour, 'hello @bo');
  await expect(offer).toBeVisible();
  expect(await page.evaluate('window.permissionsAsked()')).toBe(0);
  await page.getByRole('button', { name: 'Dismiss' }).click();
  await ana.send(harbour, 'hello again @bo');
  await expect(view.rows.filter({ hasText: 'hello again' })).toBeVisible();
  await expect(offer).toHaveCount(0);
  expect(await page.evaluate('window.permissionsAsked()')).toBe(0);
});
