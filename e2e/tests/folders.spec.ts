// Room folders: created from a room's menu, the same on two devices, closed per device.
import { expect, test } from '../harness/test.ts';
import { expectAxeFindsNothing } from '../harness/axe.ts';
import { scene } from '../harness/seed.ts';
import { RoomPage } from '../pages/room.ts';
import { Shell } from '../pages/shell.ts';

test('UI31 folders group rooms on every device, close per device and still show unread rooms', async ({ open, server }) => {
  const { ana, bo, harbour } = await scene(server.url);
  const page = await open(ana, { viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' });
  const shell = new Shell(page);
  await new RoomPage(page).goto(harbour.id);

  // Through the open room's menu.
  await page.getByRole('button', { name: 'Room actions' }).click();
  await page.getByRole('menuitem', { name: 'Move to folder…' }).click();
  await page.getByRole('textbox', { name: 'Folder name' }).fill('Boats');
  await page.keyboard.press('Enter');
  const boats = shell.folder('Boats');
  await expect(boats.getByRole('link', { name: /^Harbour/ })).toBeVisible();
  await expect(shell.rooms.getByRole('heading', { name: 'Other rooms' })).toBeVisible();
  await expect(shell.folder('Other rooms').getByRole('link')).toHaveCount(3);

  // Through a row, with a mouse.
  await shell.entry('Garden').hover();
  await page.getByRole('button', { name: 'Move Garden to a folder' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'New folder…' }).click();
  await page.getByRole('textbox', { name: 'Folder name' }).fill('Home');
  await page.getByRole('button', { name: 'Create folder' }).click();
  await expect(shell.folder('Home').getByRole('link', { name: /^Garden/ })).toBeFocused();
  await expectAxeFindsNothing(page, 'a list in folders');

  // Another device has them and follows changes.
  const phone = await open(ana, { viewport: { width: 390, height: 844 } });
  await phone.goto('/');
  const there = new Shell(phone);
  await expect(there.folder('Home').getByRole('link', { name: /^Garden/ })).toBeVisible();
  await expect(there.folders).toHaveText(['Boats', 'Home']);
  await shell.folderMenu('Home', 'Move up');
  await expect(shell.folders).toHaveText(['Home', 'Boats']);
  await expect(there.folders).toHaveText(['Home', 'Boats']);
  await shell.folderMenu('Home', 'Rename');
  await page.getByRole('textbox', { name: 'Folder name' }).fill('House & garden');
  await page.keyboard.press('Enter');
  await expect(there.folders).toHaveText(['House & garden', 'Boats']);

  // Closed only here, by keyboard: the open room stays, others hide until they have unread messages.
  const home = shell.folder('House & garden');
  const head = home.getByRole('button', { name: /^House & garden/ });
  await expect(head).toHaveAttribute('aria-expanded', 'true');
  await head.focus();
  await page.keyboard.press('Enter');
  await expect(head).toHaveAttribute('aria-expanded', 'false');
  const read = await ana.rooms();
  for (const room of read) await ana.markRead(room, room.last_seq);
  await expect(home.getByRole('link')).toHaveCount(0);
  await boats.getByRole('button', { name: /^Boats/ }).click();
  await expect(shell.folder('Boats').getByRole('link', { name: /^Harbour/ })).toBeVisible();
  await expect(there.folder('House & garden').getByRole('link', { name: /^Garden/ })).toBeVisible();
  await bo.send(read.find((room) => room.name === 'Garden') ?? harbour, '@ana the beans are down again.');
  await expect(home.getByRole('link', { name: /^Garden/ })).toBeVisible();
  await expect(home.getByRole('button', { name: /^House & garden 1 unread message, 1 mention$/ })).toBeVisible();
  await page.reload();
  await expect(head).toHaveAttribute('aria-expanded', 'false');

  // Deleted, and restored by Undo.
  await shell.folderMenu('House & garden', 'Delete folder');
  await expect(shell.folder('Other rooms').getByRole('link', { name: /^Garden/ })).toBeVisible();
  await expect(there.folders).toHaveText(['Boats']);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(there.folders).toHaveText(['House & garden', 'Boats']);

  // After leaving and rejoining a room, it is in no folder.
  await phone.goto(`/r/${harbour.id}`);
  await new RoomPage(phone).ready();
  await phone.getByRole('button', { name: 'Room actions' }).click();
  await phone.getByRole('menuitem', { name: 'Move to folder…' }).click();
  await phone.getByRole('dialog').getByRole('button', { name: 'No folder' }).click();
  await expect(shell.folder('Other rooms').getByRole('link', { name: /^Harbour/ })).toBeVisible();
});

test('UI31 folders that could not be saved are reverted, and a notice says so', async ({ open, server }) => {
  const { ana, harbour } = await scene(server.url);
  const page = await open(ana, { viewport: { width: 1280, height: 800 } });
  const shell = new Shell(page);
  await new RoomPage(page).goto(harbour.id);
  await page.route('**/api/v1/me/folders', (route) => (route.request().method() === 'PUT' ? route.abort() : route.continue()));
  await page.getByRole('button', { name: 'Room actions' }).click();
  await page.getByRole('menuitem', { name: 'Move to folder…' }).click();
  await page.getByRole('textbox', { name: 'Folder name' }).fill('Boats');
  await page.keyboard.press('Enter');
  await expect(page.getByText(/^Your folders weren't changed\./)).toBeVisible();
  await expect(shell.folders).toHaveCount(0);
  await expect(shell.entry('Harbour')).toBeVisible();
});
