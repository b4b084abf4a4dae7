// The four screen sizes in light and dark: all necessary parts are there, nothing scrolls sideways, and a screenshot is saved.
import type { Page } from '@playwright/test';
import { expect, test } from '../harness/test.ts';
import { scene } from '../harness/seed.ts';
import { RoomPage } from '../pages/room.ts';
import { Shell } from '../pages/shell.ts';

const sizes = [
  { width: 1280, height: 800 },
  { width: 1024, height: 768 },
  { width: 768, height: 1024 },
  { width: 390, height: 844 },
];

for (const viewport of sizes) {
  const name = `${viewport.width}x${viewport.height}`;
  test(`UI1 ${name}: a room can be read and written in`, async ({ open, server }) => {
    const { ana, harbour } = await scene(server.url);
    const page = await open(ana, { viewport });
    const room = new RoomPage(page);
    const shell = new Shell(page);
    /** Checks the view and takes a picture of it, in both themes. */
    const keep = async (page: Page, view: string) => {
      for (const colorScheme of ['dark', 'light'] as const) {
        await page.emulateMedia({ colorScheme });
        await new Shell(page).expectNoSidewaysScroll();
        await page.screenshot({ path: `artefacts/${name}-${colorScheme}-${view}.png`, animations: 'disabled' });
      }
    };

    await room.goto(harbour.id);
    await room.expectMessage('You are a good person.');
    await expect.poll(() => room.distanceFromBottom()).toBeLessThanOrEqual(1);
    await keep(page, 'room');

    if (viewport.width >= 900) await expect(shell.entry('Garden')).toBeVisible();
    if (viewport.width < 600) {
      await page.getByRole('link', { name: 'Back to rooms' }).or(page.getByRole('button', { name: 'Back to rooms' })).click();
      await expect(shell.entry('Garden')).toBeVisible();
      await keep(page, 'rooms');
      await shell.openRoom('Harbour');
    }
    await room.sendStored('Written here.');

    await page.goto('/rooms');
    await expect(page.getByRole('heading', { name: 'Browse rooms' })).toBeVisible();
    await keep(page, 'directory');

    const stranger = await open(undefined, { viewport });
    for (const [view, path] of [['landing', '/'], ['sign-in', '/sign-in'], ['sign-up', '/sign-up']] as const) {
      await stranger.goto(path);
      await expect(stranger.getByRole('heading', { level: 1 })).toBeVisible();
      await keep(stranger, view);
    }
  });
}

test("UI1 on a low screen a room's menu scrolls, and its last entry can be reached", async ({ open, server }) => {
  const { ana, harbour } = await scene(server.url);
  const page = await open(ana, { viewport: { width: 640, height: 320 } });
  const room = new RoomPage(page);
  await room.goto(harbour.id);
  await room.header.getByRole('button', { name: 'Room actions' }).click();
  const menu = page.getByRole('menu');
  const box = await menu.boundingBox();
  expect(box?.y).toBeGreaterThanOrEqual(0);
  expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(320);
  await page.keyboard.press('End');
  const last = menu.getByRole('menuitem').last();
  await expect(last).toBeFocused();
  await expect(last).toBeInViewport({ ratio: 1 });
});
