// UX acceptance checks 11–13 and 16: unread messages, permalinks, grouping of rows.
import { expect, test } from '../../harness/test.ts';
import { Account } from '../../harness/api.ts';
import { RoomPage } from '../../pages/room.ts';
import { uuid7 } from '../../harness/uuid.ts';

test('UX11 with sixty unread the divider is above the first, in the upper half, and stays there while more arrive', async ({ open, server }) => {
  const ana = await Account.signUp(server.url, 'ana');
  const bo = await Account.signUp(server.url, 'bo');
  const room = await ana.createRoom('Harbour');
  await bo.join(room);
  await ana.sendMany(room, 40, (index) => `old ${index + 1}`);
  await bo.markRead(room, 40);
  await ana.sendMany(room, 60, (index) => `unread ${index + 1}`);

  const page = await open(bo);
  const view = new RoomPage(page);
  await view.goto(room.id);
  await expect(view.divider).toBeVisible();
  await expect(view.row('unread 1')).toBeVisible();
  // On a slow machine the list may show before its last row is measured: wait until it has settled.
  await view.atRest();
  let divider = await view.divider.boundingBox();
  await expect(async () => {
    const frame = await view.timeline.boundingBox();
    divider = await view.divider.boundingBox();
    const first = await view.row('unread 1').boundingBox();
    const last = await view.row('old 40').boundingBox();
    if (frame === null || divider === null || first === null || last === null) throw new Error('not laid out');
    expect(divider.y).toBeLessThanOrEqual(first.y + 1);
    expect(divider.y).toBeGreaterThan(last.y);
    expect(divider.y).toBeGreaterThanOrEqual(frame.y);
    expect(divider.y).toBeLessThan(frame.y + frame.height / 2);
  }).toPass({ timeout: 10_000 });

  await ana.sendMany(room, 5, (index) => `later ${index + 1}`);
  await expect(view.pill).toBeVisible();
  const after = await view.divider.boundingBox();
  expect(Math.abs((after?.y ?? 0) - (divider?.y ?? Number.POSITIVE_INFINITY))).toBeLessThanOrEqual(2);
});

test('UX12 a hidden tab that receives raises the unread badge (title and favicon); coming back at the bottom clears it', async ({ open, server }) => {
  const ana = await Account.signUp(server.url, 'ana');
  const bo = await Account.signUp(server.url, 'bo');
  const room = await ana.createRoom('Harbour');
  await bo.join(room);
  const page = await open(bo);
  const view = new RoomPage(page);
  await view.goto(room.id);
  await expect.poll(() => page.evaluate(() => document.hasFocus())).toBe(true);
  const icon = () => page.locator('link[rel~="icon"]').first().getAttribute('href');
  const plain = await icon();

  // Chromium never hides headless tabs, so the properties that the client reads are overridden.
  const setHidden = (hidden: boolean) =>
    page.evaluate((value) => {
      Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => (value ? 'hidden' : 'visible') });
      Object.defineProperty(document, 'hidden', { configurable: true, get: () => value });
      document.hasFocus = () => !value;
      document.dispatchEvent(new Event('visibilitychange'));
      window.dispatchEvent(new Event(value ? 'blur' : 'focus'));
    }, hidden);
  await setHidden(true);
  await ana.sendMany(room, 2, (index) => `while away ${index + 1}`);
  await expect(page).toHaveTitle(/2/);
  await expect.poll(icon).not.toBe(plain);

  await setHidden(false);
  await expect(page).not.toHaveTitle(/2/);
  await expect.poll(icon).toBe(plain);
  await expect.poll(async () => (await bo.room(room.id)).you?.unread).toBe(0);
});

test('UX13 a permalink lands on its message; if it is missing or not accessible, a notice and the newest messages show', async ({ open, server }) => {
  const ana = await Account.signUp(server.url, 'ana');
  const bo = await Account.signUp(server.url, 'bo');
  const room = await ana.createRoom('Harbour');
  const secret = await ana.createRoom('Secret', { kind: 'private' });
  const hidden = await ana.send(secret, 'not for Bo');
  await bo.join(room);
  const messages = await ana.sendMany(room, 150, (index) => `message ${index + 1}`);

  const page = await open(bo);
  const view = new RoomPage(page);
  await page.goto(`/r/${room.id}/m/${messages[20]?.id}`);
  await expect(view.row('message 21')).toBeInViewport();
  await expect(view.row('message 150')).toHaveCount(0);

  await page.goto(`/r/${room.id}/m/${uuid7()}`);
  await expect(page.getByText(/not found|no longer|does not exist|not here/i).first()).toBeVisible();
  await expect(view.row('message 150')).toBeVisible();

  await page.goto(`/r/${secret.id}/m/${hidden.id}`);
  await expect(page.getByRole('heading', { name: 'Room not found' })).toBeVisible();
  await expect(page.getByText('not for Bo')).toHaveCount(0);
});

test('UX16 messages of one author within 5 min share a header, except on a new day', async ({ open, server }) => {
  const ana = await Account.signUp(server.url, 'ana');
  const bo = await Account.signUp(server.url, 'bo');
  const room = await ana.createRoom('Harbour');
  await bo.join(room);
  const messages = [
    await ana.send(room, 'first of Ana'),
    await ana.send(room, 'second of Ana'),
    await bo.send(room, 'first of Bo'),
    await ana.send(room, 'third of Ana'),
    await ana.send(room, 'fourth of Ana'),
  ];
  const page = await open(bo);
  // The server sets the times of messages, so the page is given a history with changed times.
  const minutes = new Map(messages.map((message, index) => [message.id, [0, 4, 5, 24 * 60, 24 * 60 + 6][index] ?? 0]));
  const dawn = Date.UTC(2026, 0, 5, 9, 0, 0);
  await page.route(/\/messages(\?|$)/, async (route) => {
    const answer = await route.fetch();
    const page = (await answer.json()) as { messages?: { id: string; created_at: string }[] };
    for (const message of page.messages ?? []) {
      message.created_at = new Date(dawn + (minutes.get(message.id) ?? 0) * 60_000).toISOString();
    }
    await route.fulfill({ response: answer, json: page });
  });
  const view = new RoomPage(page);
  await view.goto(room.id);
  await view.expectMessage('fourth of Ana');
  const headed = async (text: string) => (await view.row(text).getByText(text.endsWith('Bo') ? 'Bo' : 'Ana', { exact: true }).count()) > 0;
  expect(await headed('first of Ana')).toBe(true);
  expect(await headed('second of Ana')).toBe(false);
  expect(await headed('first of Bo')).toBe(true);
  expect(await headed('third of Ana')).toBe(true);
  expect(await headed('fourth of Ana')).toBe(true);
  await expect(view.timeline.getByText(/6 January/).first()).toBeVisible();
});
