// UX acceptance checks 1–5: layout by width, and the first run.
import { expect, test } from '../../harness/test.ts';
import { Account } from '../../harness/api.ts';
import { scene } from '../../harness/seed.ts';
import { Entrance } from '../../pages/entrance.ts';
import { RoomPage } from '../../pages/room.ts';
import { Shell } from '../../pages/shell.ts';

test('UX1 at 1280×800 rooms, messages and composer are visible; no sideways scroll at 320 px', async ({ open, server }) => {
  const { ana, harbour } = await scene(server.url);
  const page = await open(ana, { viewport: { width: 1280, height: 800 } });
  const room = new RoomPage(page);
  const shell = new Shell(page);
  await room.goto(harbour.id);
  await expect(shell.rooms).toBeVisible();
  await expect(room.list).toBeVisible();
  await expect(room.composer).toBeInViewport({ ratio: 1 });

  await page.setViewportSize({ width: 320, height: 640 });
  for (const path of [`/r/${harbour.id}`, '/', '/rooms']) {
    await page.goto(path);
    await expect(page.getByRole('main')).toBeVisible();
    await shell.expectNoSidewaysScroll();
  }
});

test('UX2 at 390 px Back returns from a room to the list and keeps its scroll position', async ({ open, server }) => {
  const ana = await Account.signUp(server.url, 'ana');
  for (let number = 1; number <= 30; number += 1) await ana.createRoom(`Room ${String(number).padStart(2, '0')}`);
  const page = await open(ana, { viewport: { width: 390, height: 844 } });
  const shell = new Shell(page);
  await page.goto('/');
  const entry = shell.entry('Room 05');
  await entry.scrollIntoViewIfNeeded();
  const before = await entry.boundingBox();
  await entry.click();
  await new RoomPage(page).ready();
  await expect(entry).toBeHidden();
  await page.goBack();
  await expect(entry).toBeVisible();
  await expect.poll(async () => Math.abs(((await entry.boundingBox())?.y ?? 0) - (before?.y ?? 0))).toBeLessThanOrEqual(1);
});

test('UX3 at 1024 px the detail pane opens over the timeline; Esc closes it and returns the focus', async ({ open, server }) => {
  const { ana, harbour } = await scene(server.url);
  const page = await open(ana, { viewport: { width: 1024, height: 768 } });
  const room = new RoomPage(page);
  await room.goto(harbour.id);
  const width = (await room.timeline.boundingBox())?.width;
  const trigger = page.getByRole('button', { name: 'Details' });
  await trigger.click();
  const pane = page.getByRole('dialog', { name: 'Details' }).or(page.getByRole('complementary', { name: 'Details' }));
  await expect(pane).toBeVisible();
  await expect(pane.getByText('Cleo Okafor')).toBeVisible();
  expect((await room.timeline.boundingBox())?.width).toBe(width);
  await page.keyboard.press('Escape');
  await expect(pane).toBeHidden();
  await expect(trigger).toBeFocused();
});

test('UX4 the first run creates owner and room and shows an invite link; a second person signs up with it and lands in that room', async ({ open }) => {
  const page = await open(undefined, { permissions: ['clipboard-read', 'clipboard-write'] });
  await new Entrance(page).setUp('ana', 'Ana', 'Harbour');
  await new RoomPage(page).ready();
  const copy = page.getByRole('button', { name: 'Copy link' });
  await copy.click();
  // Copying finishes some time after the click.
  const copied = () => page.evaluate(() => navigator.clipboard.readText());
  await expect.poll(copied).toMatch(/\/invite\/[\w-]+$/);
  const link = await copied();

  const second = await open();
  await second.goto(link);
  await second.getByRole('link', { name: 'Create account' }).or(second.getByRole('button', { name: 'Create account' })).first().click();
  await new Entrance(second).fillSignUp('bo', 'Bo');
  await new RoomPage(second).ready();
  await expect(second).toHaveURL(/\/r\//);
  expect(new URL(second.url()).pathname).toBe(new URL(page.url()).pathname);
});

test('UX5 a new account without rooms sees Create, Browse and Join with a code', async ({ open, server }) => {
  await Account.signUp(server.url, 'ana');
  const bo = await Account.signUp(server.url, 'bo');
  const page = await open(bo);
  await page.goto('/');
  const main = page.getByRole('main');
  for (const name of ['Create room', 'Browse rooms', 'Join with a code']) {
    await expect(main.getByRole('button', { name }).or(main.getByRole('link', { name })).first()).toBeVisible();
  }
});
