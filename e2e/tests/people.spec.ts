// People: the card behind every name, statuses that others see at once, and blocking.
import type { Page } from '@playwright/test';
import { expect, test } from '../harness/test.ts';
import { expectAxeFindsNothing } from '../harness/axe.ts';
import { scene } from '../harness/seed.ts';
import { RoomPage } from '../pages/room.ts';
import { Shell } from '../pages/shell.ts';

const BO = 'Bo Lindqvist';
const COLLAPSED = 'Message from someone you blocked';
const LAST = 'See you at the steps, then. I bring the soup.';

const nameOf = (page: Page, text: string) => new RoomPage(page).row(text).getByRole('button', { name: BO, exact: true });
const cardOf = (page: Page) => page.getByRole('dialog', { name: BO });

test('UI88 UI89 a name opens a card by mouse and by key, and the card leads to a direct message', async ({ open, server }) => {
  const { ana, bo, harbour } = await scene(server.url);
  const page = await open(ana, { viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' });
  const room = new RoomPage(page);
  await room.goto(harbour.id);
  const name = nameOf(page, LAST);
  const card = cardOf(page);

  await name.click();
  await expect(card).toContainText('@bo');
  await expect(card.getByRole('link', { name: 'Garden' })).toBeVisible();
  await expect(card).toBeFocused();
  await expectAxeFindsNothing(page, 'the card of a person');
  await page.keyboard.press('Escape');
  await expect(card).toBeHidden();
  await expect(name).toBeFocused();

  // Resting on the name opens it without taking the focus, and leaving closes it.
  await room.composer.hover();
  await room.composer.focus();
  await name.hover();
  await expect(card).toContainText('@bo');
  await expect(room.composer).toBeFocused();
  await room.composer.hover();
  await expect(card).toBeHidden();

  await name.focus();
  await page.keyboard.press('Enter');
  await card.getByRole('button', { name: 'Message' }).click();
  await expect(page).not.toHaveURL(new RegExp(harbour.id));
  await expect(room.composer).toBeFocused();
  await room.sendStored('Do you have the long rope?');
  await expect.poll(async () => (await bo.rooms()).some(({ kind }) => kind === 'direct')).toBe(true);
});

test('UI89 on a phone the card is a sheet', async ({ open, server }) => {
  const { ana, harbour } = await scene(server.url);
  const page = await open(ana, { viewport: { width: 390, height: 844 }, hasTouch: true, reducedMotion: 'reduce' });
  await new RoomPage(page).goto(harbour.id);
  await nameOf(page, LAST).tap();
  const card = cardOf(page);
  await expect(card).toContainText('@bo');
  await expect.poll(async () => card.evaluate((sheet) => Math.round(innerHeight - sheet.getBoundingClientRect().bottom))).toBe(0);
  await expectAxeFindsNothing(page, 'the card of a person on a phone');
  await page.keyboard.press('Escape');
  await expect(card).toBeHidden();
});

test('UI90 a status is seen by others at once, until it is cleared', async ({ open, server }) => {
  const { ana, bo, harbour } = await scene(server.url);
  const anas = await open(ana, { viewport: { width: 1280, height: 800 } });
  await new RoomPage(anas).goto(harbour.id);
  const bos = await open(bo, { viewport: { width: 1280, height: 800 } });
  await new RoomPage(bos).goto(harbour.id);
  const shell = new Shell(bos);
  const status = async () => {
    await shell.accountMenu.click();
    await bos.getByRole('menuitem', { name: 'Set a status…' }).click();
    return bos.getByRole('dialog', { name: 'Your status' });
  };

  const dialog = await status();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog.getByText('Choose an emoji or write a few words.')).toBeVisible();
  await dialog.getByRole('button', { name: 'At lunch' }).click();
  await expectAxeFindsNothing(bos, 'the dialog for the status');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toBeHidden();

  const seen = new RoomPage(anas).row(LAST).getByRole('img', { name: 'At lunch' });
  await expect(seen).toHaveText('🍜');
  await nameOf(anas, LAST).click();
  await expect(cardOf(anas)).toContainText(/At lunch.*Until/);
  await anas.keyboard.press('Escape');

  await (await status()).getByRole('button', { name: 'Clear status' }).click();
  await expect(seen).toHaveCount(0);
});

test('UI91 blocking collapses messages and counts none, and unblocking restores them', async ({ open, server }) => {
  const { ana, bo, cleo, harbour } = await scene(server.url);
  const page = await open(ana, { viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' });
  const room = new RoomPage(page);
  const shell = new Shell(page);
  await room.goto(harbour.id);
  await nameOf(page, LAST).click();
  await cardOf(page).getByRole('button', { name: 'Block' }).click();
  const question = page.getByRole('dialog', { name: `Block ${BO}?` });
  await expect(question).toContainText("They aren't told that you blocked them.");
  await question.getByRole('button', { name: 'Block' }).click();
  await expect(question).toBeHidden();
  await expect(room.row(LAST)).toHaveCount(0);
  await expect(shell.entry('Harbour')).toContainText(COLLAPSED);
  await expectAxeFindsNothing(page, 'a room with collapsed messages');

  // Shown one by one, by keyboard.
  const last = room.rows.filter({ hasText: COLLAPSED }).last();
  await last.focus();
  await page.keyboard.press('Enter');
  await expect(room.row(LAST)).toBeFocused();

  // Live messages: Bo's are not counted, Cleo's is.
  await page.goto('/rooms');
  await expect(shell.entry('Garden')).toBeVisible();
  await bo.send(harbour, '@ana the soup is getting cold');
  await cleo.send(harbour, 'So is the bread.');
  await expect(shell.entry('Harbour')).toContainText('1 unread message');
  await expect(shell.entry('Harbour')).not.toContainText('mention');

  await page.goto('/settings/privacy');
  await page.getByRole('button', { name: `Unblock ${BO}` }).click();
  await expect(page.getByText("You haven't blocked anyone.")).toBeVisible();
  await expectAxeFindsNothing(page, 'the privacy settings');
  await room.goto(harbour.id);
  await expect(page.getByText(COLLAPSED)).toHaveCount(0);
  await room.expectMessage(LAST);
});
