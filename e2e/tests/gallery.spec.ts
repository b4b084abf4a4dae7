// The gallery, the lightbox, and pictures of people and rooms.
import type { Page } from '@playwright/test';
import { expectAxeFindsNothing } from '../harness/axe.ts';
import { expect, test, type Open } from '../harness/test.ts';
import { Account } from '../harness/api.ts';
import { paste } from '../harness/clipboard.ts';
import { gif, png } from '../harness/picture.ts';
import { RoomPage } from '../pages/room.ts';
import { Shell } from '../pages/shell.ts';

async function roomWithPictures(open: Open, url: string, options = {}) {
  const ana = await Account.signUp(url, 'ana', 'Ana Ferreira');
  const room = await ana.createRoom('Harbour');
  const colours = [[180, 80, 60], [60, 140, 90], [50, 90, 170]] as const;
  for (const [at, colour] of colours.entries()) {
    const upload = await ana.upload(`boat ${at + 1}.png`, png(1200, 800, [...colour]));
    await ana.send(room, `boat ${at + 1}`, { attachments: [upload.id] });
  }
  const notes = await ana.upload('notes.txt', Buffer.from('low tide at four'));
  await ana.send(room, 'and notes', { attachments: [notes.id] });
  const page = await open(ana, options);
  const view = new RoomPage(page);
  await view.goto(room.id);
  await view.expectMessage('and notes');
  return { ana, room, page, view };
}

const lightboxOf = (page: Page) => page.locator('dialog.lightbox');
const scaleOf = (page: Page) => lightboxOf(page).locator('[data-picture]').evaluate((element) => Number(element.getAttribute('data-scale') ?? '1'));

test('UI26 the gallery shows pictures and files, opens the lightbox, and jumps to the message', async ({ open, server }) => {
  const { ana, room, page, view } = await roomWithPictures(open, server.url);
  await page.getByRole('button', { name: 'Details' }).click();
  await page.getByRole('button', { name: 'Pictures and files' }).click();
  const pane = page.getByRole('complementary', { name: 'Pictures and files' });
  const grid = pane.getByRole('list', { name: 'Pictures' });
  await expect(grid.getByRole('button')).toHaveCount(3);
  // Newest first, with one tab stop that arrow keys move.
  await grid.getByRole('button', { name: 'Open boat 3.png' }).focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect(grid.getByRole('button', { name: 'Open boat 1.png' })).toBeFocused();
  await expect(grid.locator('button[tabindex="0"]')).toHaveCount(1);

  // It shows newly sent pictures.
  const late = await ana.upload('late.png', png(300, 300));
  await ana.send(room, 'late', { attachments: [late.id] });
  await expect(grid.getByRole('button')).toHaveCount(4);

  await grid.getByRole('button', { name: 'Open boat 1.png' }).click();
  await expect(page.getByRole('dialog', { name: 'boat 1.png' })).toBeVisible();
  await page.getByRole('button', { name: 'Go to message' }).click();
  await expect(lightboxOf(page)).toHaveCount(0);
  await expect(view.row('boat 1')).toHaveAttribute('data-lit', 'true');

  await pane.getByText('Files', { exact: true }).click();
  await expect(pane.getByText('notes.txt')).toBeVisible();
  await pane.getByText('Videos', { exact: true }).click();
  await expect(pane.getByText('No videos yet.')).toBeVisible();
  await pane.getByRole('button', { name: 'Back' }).click();
  await expect(page.getByRole('button', { name: 'Pictures and files' })).toBeFocused();
});

test('UI25 files are described and reordered by keyboard before they are sent; alternative text and caption are shown', async ({ open, server }) => {
  const ana = await Account.signUp(server.url, 'ana');
  const room = await ana.createRoom('Harbour');
  const page = await open(ana);
  const view = new RoomPage(page);
  await view.goto(room.id);
  const file = (name: string) => ({ name, type: 'image/png', bytes: png(200, 120) });
  await paste(view.composer, [file('a.png'), file('b.png'), file('c.png')]);
  const tray = page.getByRole('list', { name: 'Attached files' });
  await expect(tray.locator('[data-tray="ready"]')).toHaveCount(3);

  await tray.getByRole('button', { name: 'Actions for a.png' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('menuitem', { name: 'Move later' }).press('Enter');
  await expect(page.getByRole('status').filter({ hasText: 'a.png is now 2 of 3.' })).toHaveCount(1);
  await expect(tray.getByRole('listitem').first()).toContainText('b.png');
  await tray.getByRole('listitem').nth(2).dragTo(tray.getByRole('listitem').first());
  await expect(tray.getByRole('listitem').first()).toContainText('c.png');

  await tray.getByRole('button', { name: 'Actions for a.png' }).click();
  await page.getByRole('menuitem', { name: 'Add alt text…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Alt text and caption for a.png' });
  await dialog.getByRole('textbox', { name: 'Alt text' }).fill('Three boats at the quay');
  await dialog.getByRole('textbox', { name: 'Caption' }).fill('Before the storm');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toHaveCount(0);

  await view.composer.press('Enter');
  await expect(page.locator('[data-message-id]').last()).toHaveAttribute('data-state', 'sent');
  const stored = (await ana.messages(room)).at(-1)?.attachments ?? [];
  expect(stored.map(({ name }) => name)).toEqual(['c.png', 'b.png', 'a.png']);
  expect(stored[2]).toMatchObject({ caption: 'Before the storm', alt: 'Three boats at the quay' });
  await expect(page.getByRole('img', { name: 'Three boats at the quay' })).toBeVisible();
  await expect(page.getByText('Before the storm')).toBeVisible();
  await page.getByRole('button', { name: 'Open Three boats at the quay' }).click();
  const lightbox = page.getByRole('dialog', { name: 'Three boats at the quay' });
  await expect(lightbox.getByText('Before the storm')).toBeVisible();
});

test('UI27 the lightbox zooms, pans and pages by keyboard and returns the focus', async ({ open, server }) => {
  const ana = await Account.signUp(server.url, 'ana');
  const room = await ana.createRoom('Harbour');
  const uploads = [];
  for (const at of [1, 2, 3]) uploads.push(await ana.upload(`boat ${at}.png`, png(1600, 900, [60 * at, 90, 120])));
  await ana.send(room, 'boats', { attachments: uploads.map(({ id }) => id) });
  const page = await open(ana);
  const view = new RoomPage(page);
  await view.goto(room.id);
  const first = page.getByRole('button', { name: 'Open boat 1.png' });
  await first.click();
  const lightbox = lightboxOf(page);
  await expect(lightbox).toBeVisible();
  await page.keyboard.press('+');
  await page.keyboard.press('+');
  expect(await scaleOf(page)).toBeCloseTo(2.25);
  // Arrow keys move a zoomed picture, and page when it fits.
  const placed = () => lightbox.locator('[data-picture]').evaluate((element) => element.getBoundingClientRect().x);
  const before = await placed();
  await page.keyboard.press('ArrowRight');
  expect(await placed()).toBeLessThan(before);
  await page.keyboard.press('0');
  expect(await scaleOf(page)).toBe(1);
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('dialog', { name: 'boat 2.png' })).toBeVisible();
  await page.keyboard.press('ArrowLeft');

  const stage = lightbox.locator('[data-stage]');
  await stage.hover();
  await page.mouse.wheel(0, -400);
  await expect.poll(() => scaleOf(page)).toBeGreaterThan(1.5);
  await stage.dblclick();
  await expect.poll(() => scaleOf(page)).toBe(1);
  await stage.dblclick({ position: { x: 300, y: 200 } });
  await expect.poll(() => scaleOf(page)).toBeCloseTo(2.5);

  const download = page.waitForEvent('download');
  await lightbox.getByRole('link', { name: 'Download boat 1.png' }).click();
  expect((await download).suggestedFilename()).toBe('boat 1.png');
  await page.keyboard.press('Escape');
  await expect(lightbox).toHaveCount(0);
  await expect(first).toBeFocused();
});

test('UI17 a picture can be opened and a file saved by keyboard from its row', async ({ open, server }) => {
  const { page, view } = await roomWithPictures(open, server.url);
  await view.row('boat 3').focus();
  await expect(view.row('boat 3').getByRole('toolbar')).toBeVisible();
  await page.keyboard.press('Enter');
  await page.getByRole('menuitem', { name: 'Open boat 3.png' }).press('Enter');
  await expect(page.getByRole('dialog', { name: 'boat 3.png' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(lightboxOf(page)).toHaveCount(0);
  await view.row('and notes').focus();
  await expect(view.row('and notes').getByRole('toolbar')).toBeVisible();
  await page.keyboard.press('Enter');
  const download = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: 'Download notes.txt' }).press('Enter');
  expect((await download).suggestedFilename()).toBe('notes.txt');
});

test('UI26 the gallery loads page after page on scrolling', async ({ open, server }) => {
  const ana = await Account.signUp(server.url, 'ana');
  const room = await ana.createRoom('Harbour');
  for (let message = 0; message < 10; message += 1) {
    const uploads = await Promise.all(
      Array.from({ length: 6 }, (_, at) => ana.upload(`page ${message * 6 + at}.txt`, Buffer.from('words'))),
    );
    await ana.send(room, `files ${message}`, { attachments: uploads.map(({ id }) => id) });
  }
  const page = await open(ana);
  await new RoomPage(page).goto(room.id);
  await page.getByRole('button', { name: 'Details' }).click();
  await page.getByRole('button', { name: 'Pictures and files' }).click();
  await page.getByRole('complementary').getByText('Files', { exact: true }).click();
  const files = page.getByRole('complementary').getByRole('list', { name: 'Files' }).getByRole('listitem');
  await expect(files).toHaveCount(48);
  await files.last().scrollIntoViewIfNeeded();
  await expect(files).toHaveCount(60);
  await expect(page.getByText('page 0.txt')).toHaveCount(1);
});

test('UI27 by touch, swiping pages, and pinch and double tap zoom', async ({ open, server }) => {
  const ana = await Account.signUp(server.url, 'ana');
  const room = await ana.createRoom('Harbour');
  const uploads = [];
  for (const at of [1, 2]) uploads.push(await ana.upload(`boat ${at}.png`, png(1600, 900, [60 * at, 90, 120])));
  await ana.send(room, 'boats', { attachments: uploads.map(({ id }) => id) });
  const page = await open(ana, { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  const view = new RoomPage(page);
  await view.goto(room.id);
  await page.getByRole('button', { name: 'Open boat 1.png' }).tap();
  await expect(page.getByRole('dialog', { name: 'boat 1.png' })).toBeVisible();
  const session = await page.context().newCDPSession(page);
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', ...touchPoints: { x: number; y: number; id?: number }[]) =>
    session.send('Input.dispatchTouchEvent', { type, touchPoints });
  await touch('touchStart', { x: 300, y: 420 });
  for (const x of [260, 220, 180, 140]) await touch('touchMove', { x, y: 420 });
  // The row behind the picture must not be swiped.
  const moved = () => page.locator('.message-inner').evaluateAll((rows: HTMLElement[]) => rows.map((row) => row.style.transform).join(''));
  expect(await moved()).toBe('');
  await touch('touchEnd');
  await expect(page.getByRole('dialog', { name: 'boat 2.png' })).toBeVisible();
  expect(await moved()).toBe('');

  await touch('touchStart', { x: 180, y: 420, id: 1 }, { x: 220, y: 420, id: 2 });
  for (const by of [20, 40, 60]) await touch('touchMove', { x: 180 - by, y: 420, id: 1 }, { x: 220 + by, y: 420, id: 2 });
  await touch('touchEnd');
  await expect.poll(() => scaleOf(page)).toBeGreaterThan(2);
  for (let tap = 0; tap < 2; tap += 1) {
    await touch('touchStart', { x: 200, y: 420 });
    await touch('touchEnd');
  }
  await expect.poll(() => scaleOf(page)).toBe(1);
});

test('UI28 pictures of people and rooms can be chosen, cropped by keyboard, seen by others and removed', async ({ open, server }) => {
  const { ana, room, page } = await roomWithPictures(open, server.url);
  const bo = await Account.signUp(server.url, 'bo');
  await bo.join(room);
  const theirs = await open(bo);
  const other = new RoomPage(theirs);
  await other.goto(room.id);
  await other.expectMessage('and notes');

  await page.goto('/settings/profile');
  const given = { name: 'me.png', mimeType: 'image/png', buffer: png(900, 600, [200, 120, 40]) };
  await page.locator('[data-picture-chooser]').setInputFiles(given);
  const crop = page.getByRole('dialog', { name: 'Crop picture' });
  const picture = crop.getByRole('group', { name: 'Crop area' });
  await expect(picture).toBeFocused();
  const left = () => picture.locator('img').evaluate((image) => Number.parseFloat(image.style.left));
  const before = await left();
  await page.keyboard.press('ArrowRight');
  expect(await left()).toBeLessThan(before);
  await crop.getByRole('slider', { name: 'Zoom' }).fill('2');
  await crop.getByRole('button', { name: 'Save' }).click();
  await expect(crop).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Change picture…' })).toBeVisible();

  // Others see it at once, square and small.
  const seen = other.row('boat 1').locator('.message-gutter img');
  await expect.poll(() => seen.evaluate((image: HTMLImageElement) => [image.naturalWidth > 0, image.naturalWidth === image.naturalHeight, image.naturalWidth <= 512])).toEqual([true, true, true]);
  await page.getByRole('button', { name: 'Remove' }).click();
  await expect(page.getByRole('button', { name: 'Choose a picture…' })).toBeVisible();
  await expect(other.row('boat 1').locator('.message-gutter svg')).toHaveCount(1);

  await page.goto(`/r/${room.id}`);
  await page.getByRole('button', { name: 'Details' }).click();
  await page.getByRole('button', { name: 'Room settings' }).click();
  await page.locator('[data-picture-chooser]').setInputFiles(given);
  await page.getByRole('dialog', { name: 'Crop picture' }).getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('dialog', { name: 'Harbour settings' }).getByRole('button', { name: 'Change picture…' })).toBeVisible();
  await expect(new Shell(theirs).entry('Harbour').locator('img')).toHaveCount(1);

  // If a picture does not load, the generated one is shown.
  await theirs.route('**/api/v1/avatars/**', (route) => route.fulfill({ status: 404 }));
  await theirs.reload();
  await expect(new Shell(theirs).entry('Harbour').locator('svg')).not.toHaveCount(0);
  expect(ana.id).not.toBe('');
});

test('UI30 an animated picture can be paused, and with reduced motion plays only on request', async ({ open, server }) => {
  const ana = await Account.signUp(server.url, 'ana');
  const room = await ana.createRoom('Harbour');
  const upload = await ana.upload('wave.gif', gif(120, 80));
  await ana.send(room, 'a wave', { attachments: [upload.id] });
  for (const reducedMotion of ['no-preference', 'reduce'] as const) {
    const page = await open(ana, { reducedMotion });
    const view = new RoomPage(page);
    await view.goto(room.id);
    const row = view.row('a wave');
    const moving = row.locator('[data-plays]');
    const pause = row.getByRole('button', { name: 'Pause wave.gif' });
    const play = row.getByRole('button', { name: 'Play wave.gif' });
    const height = (await row.boundingBox())?.height;
    if (reducedMotion === 'reduce') {
      await expect(play).toBeVisible();
      await expect(moving).toHaveCount(0);
      await play.click();
    }
    await expect(pause).toBeVisible();
    await expect(moving).toHaveCount(1);
    await pause.click();
    await expect(moving).toHaveCount(0);
    await expect(play).toBeVisible();
    // The still picture is a thumbnail without animation.
    await expect(row.locator('img[src*="thumbnail"]')).toHaveCount(1);
    expect((await row.boundingBox())?.height).toBe(height);
    await row.getByRole('button', { name: 'Open wave.gif' }).click();
    const lightbox = lightboxOf(page);
    await expect(lightbox.getByRole('button', { name: reducedMotion === 'reduce' ? 'Play wave.gif' : 'Pause wave.gif' })).toBeVisible();
  }
});

test('UI18 axe finds nothing on files being written, open pictures, the gallery and the crop', async ({ open, server }) => {
  test.slow();
  const { page, view } = await roomWithPictures(open, server.url, { reducedMotion: 'reduce' });
  await paste(view.composer, [{ name: 'a.png', type: 'image/png', bytes: png(200, 120) }, { name: 'b.txt', type: 'text/plain', bytes: Buffer.from('b') }]);
  await expect(page.locator('[data-tray="ready"]')).toHaveCount(2);
  await expectAxeFindsNothing(page, 'tray');
  await page.getByRole('button', { name: 'Actions for a.png' }).click();
  await page.getByRole('menuitem', { name: 'Add alt text…' }).click();
  await expect(page.getByRole('dialog', { name: 'Alt text and caption for a.png' })).toBeVisible();
  await expectAxeFindsNothing(page, 'describing');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Open boat 3.png' }).click();
  await expect(lightboxOf(page).getByRole('img').first()).toBeVisible();
  await expectAxeFindsNothing(page, 'an open picture');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Details' }).click();
  await page.getByRole('button', { name: 'Pictures and files' }).click();
  await expect(page.getByRole('list', { name: 'Pictures' }).getByRole('button')).toHaveCount(3);
  await expectAxeFindsNothing(page, 'gallery');
  await page.goto('/settings/profile');
  await page.locator('[data-picture-chooser]').setInputFiles({ name: 'me.png', mimeType: 'image/png', buffer: png(900, 600) });
  await expect(page.getByRole('dialog', { name: 'Crop picture' })).toBeVisible();
  await expectAxeFindsNothing(page, 'crop');
});
