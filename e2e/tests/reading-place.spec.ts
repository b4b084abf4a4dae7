// The reading position: kept while another room is open, and set by a permalink.
import { expect, test } from '../harness/test.ts';
import { Account } from '../harness/api.ts';
import { uuid7 } from '../harness/uuid.ts';
import { RoomPage } from '../pages/room.ts';
import { Shell } from '../pages/shell.ts';

test('UI41 a room left in the middle of its history opens at the same message again', async ({ open, server }) => {
  const ana = await Account.signUp(server.url, 'ana');
  const harbour = await ana.createRoom('Harbour');
  await ana.createRoom('Quay');
  await ana.sendMany(harbour, 120, (index) => `message ${index + 1}`);
  await ana.markRead(harbour, 120);
  const page = await open(ana);
  const view = new RoomPage(page);
  const shell = new Shell(page);
  await view.goto(harbour.id);
  await view.expectMessage('message 120');
  await view.wheel(-1_500);
  await expect.poll(() => view.distanceFromBottom()).toBeGreaterThan(500);
  await view.atRest();
  const { seq } = await view.topRow();
  const before = (await view.topOf(seq)) ?? Infinity;
  const expectThere = async () => {
    await view.atRest();
    const after = (await view.topOf(seq)) ?? Infinity;
    expect(Math.abs(after - before), `row ${seq} was at ${before}, is at ${after}`).toBeLessThanOrEqual(2);
  };

  await shell.openRoom('Quay');
  await expect(page.getByRole('heading', { name: 'Quay', level: 1 })).toBeVisible();
  await shell.openRoom('Harbour');
  await expect(page.getByRole('heading', { name: 'Harbour', level: 1 })).toBeVisible();
  await expectThere();

  // Switching through quickly, before anything shows, does not change that.
  for (const name of ['Quay', 'Harbour', 'Quay', 'Harbour', 'Quay', 'Harbour']) {
    await shell.entry(name).evaluate((link: HTMLElement) => link.click());
  }
  await expect(page.getByRole('heading', { name: 'Harbour', level: 1 })).toBeVisible();
  await expectThere();

  // Left at the newest message, it opens there.
  await page.keyboard.press('Escape');
  await view.send('the last word');
  await expect.poll(() => view.distanceFromBottom()).toBeLessThanOrEqual(1);
  await shell.openRoom('Quay');
  await expect(page.getByRole('heading', { name: 'Quay', level: 1 })).toBeVisible();
  await shell.openRoom('Harbour');
  await view.expectMessage('the last word');
  await expect.poll(() => view.distanceFromBottom()).toBeLessThanOrEqual(1);
});

test('UI42 a permalink centres and focuses its message', async ({ open, server }) => {
  const ana = await Account.signUp(server.url, 'ana');
  const harbour = await ana.createRoom('Harbour');
  const messages = await ana.sendMany(harbour, 120, (index) => `message ${index + 1}`);
  const page = await open(ana);
  const view = new RoomPage(page);
  await page.goto(`/r/${harbour.id}/m/${messages[20]?.id}`);
  const row = view.row('message 21');
  await expect(row).toBeInViewport();
  await expect(row).toBeFocused();
  await view.atRest();
  await expect(row).toBeFocused();
  const [frame, box] = [await view.timeline.boundingBox(), await row.boundingBox()];
  const off = (box?.y ?? 0) + (box?.height ?? 0) / 2 - ((frame?.y ?? 0) + (frame?.height ?? 0) / 2);
  expect(Math.abs(off)).toBeLessThan(100);
  // Escape returns to the composer, as from any row.
  await page.keyboard.press('Escape');
  await expect(view.composer).toBeFocused();
});

test('UI42 a permalink to a missing message shows the newest messages and focuses the composer', async ({ open, server }) => {
  const ana = await Account.signUp(server.url, 'ana');
  const harbour = await ana.createRoom('Harbour');
  await ana.sendMany(harbour, 60, (index) => `message ${index + 1}`);
  const page = await open(ana);
  const view = new RoomPage(page);
  await page.goto(`/r/${harbour.id}/m/${uuid7()}`);
  await expect(page.getByText(/^Message not found/)).toBeVisible();
  await view.expectMessage('message 60');
  await expect(view.composer).toBeFocused();
});
