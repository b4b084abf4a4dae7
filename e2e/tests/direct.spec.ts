// Direct rooms: opened from the palette or the dialog, shown to the others once somebody writes, closed and opened again.
import type { Page } from '@playwright/test';
import { expect, test } from '../harness/test.ts';
import { Account } from '../harness/api.ts';
import { expectAxeFindsNothing } from '../harness/axe.ts';
import { RoomPage } from '../pages/room.ts';
import { Shell } from '../pages/shell.ts';

/** The section of direct rooms. */
const section = (page: Page) => new Shell(page).rooms.getByRole('region', { name: 'Direct messages' });
const entry = (page: Page, name: string) => section(page).getByRole('link', { name: new RegExp(`^${name}`) });

/** Three people, of whom two share a room. */
async function people(url: string) {
  const ana = await Account.signUp(url, 'ana');
  const bo = await Account.signUp(url, 'bo');
  const cleo = await Account.signUp(url, 'cleo');
  const harbour = await ana.createRoom('Harbour');
  await bo.join(harbour);
  await cleo.join(harbour);
  return { ana, bo, cleo, harbour };
}

test('UI79 UI81 the palette opens a direct room; the other person has it from the first message on', async ({ open, server }) => {
  const { ana, bo, harbour } = await people(server.url);
  const [hers, his] = [await open(ana), await open(bo)];
  await new RoomPage(his).goto(harbour.id);
  await new RoomPage(hers).goto(harbour.id);
  await expect(section(hers).getByText('Write to one person or to several')).toBeVisible();

  await hers.keyboard.press('ControlOrMeta+k');
  await hers.getByRole('combobox', { name: 'Room, person or command' }).fill('bo');
  const found = hers.getByRole('group', { name: 'People' }).getByRole('option', { name: /Bo/ });
  await expect(found).toBeVisible();
  await hers.keyboard.press('ArrowUp');
  await hers.keyboard.press('Enter');
  const room = new RoomPage(hers);
  await expect(room.composer).toBeFocused();
  await expect(hers.getByRole('heading', { level: 1, name: 'Bo' })).toBeVisible();
  await expect(room.header.getByText('Online')).toBeVisible();
  await expect(hers).toHaveTitle(/^Bo · /);
  await expect(hers.getByRole('textbox', { name: 'Message Bo' })).toBeVisible();
  await expect(entry(hers, 'Bo')).toBeVisible();

  // A message in another room has arrived at Bo, so everything before it has as well.
  await ana.send(harbour, 'anything before this has arrived');
  await new RoomPage(his).expectMessage('anything before this has arrived');
  await expect(section(his).getByRole('link')).toHaveCount(0);
  await his.reload();
  await new RoomPage(his).ready();
  await expect(section(his).getByText('Write to one person or to several')).toBeVisible();

  await room.sendStored('shall we go sailing?');
  await expect(entry(his, 'Ana')).toBeVisible();
  await expect(entry(his, 'Ana').locator('[data-mentions="1"]')).toBeVisible();
  await expectAxeFindsNothing(his, 'a list with a direct room');
  await entry(his, 'Ana').click();
  await new RoomPage(his).expectMessage('shall we go sailing?');
  await expect(his.locator('[data-unread]')).toHaveCount(0);
});

test('UI82 a closed conversation stays closed until somebody writes or the person is chosen again', async ({ open, server }) => {
  const { ana, bo } = await people(server.url);
  const direct = await ana.direct(bo);
  await ana.send(direct, 'are you there?');
  const [his, phone] = [await open(bo), await open(bo, { viewport: { width: 390, height: 844 } })];
  await new RoomPage(his).goto(direct.id);
  await phone.goto('/');
  await expect(entry(phone, 'Ana')).toBeVisible();

  await his.getByRole('button', { name: 'Room actions' }).click();
  await expect(his.getByRole('menuitem', { name: /Leave|Invite|settings|folder/ })).toHaveCount(0);
  await his.getByRole('menuitem', { name: 'Close conversation' }).click();
  await expect(section(his).getByRole('link')).toHaveCount(0);
  await expect(his.getByRole('heading', { level: 1, name: 'Harbour' })).toBeVisible();
  await expect(entry(phone, 'Ana')).toHaveCount(0);
  await his.reload();
  await new RoomPage(his).ready();
  await expect(section(his).getByText('Write to one person or to several')).toBeVisible();

  await ana.send(direct, 'hello?');
  await expect(entry(his, 'Ana')).toBeVisible();
  await expect(entry(phone, 'Ana')).toBeVisible();

  // By keyboard alone: close it from its row, open it again by choosing the person.
  await entry(his, 'Ana').focus();
  await his.keyboard.press('Tab');
  await expect(his.getByRole('button', { name: 'Close conversation with Ana' })).toBeFocused();
  await his.keyboard.press('Enter');
  await expect(entry(his, 'Ana')).toHaveCount(0);
  await section(his).getByRole('button', { name: 'New message' }).first().click();
  await his.getByRole('combobox', { name: 'To' }).fill('an');
  await expect(his.getByRole('option', { name: /Ana/ })).toBeVisible();
  await his.keyboard.press('Enter');
  await expect(his.getByText('Opens your conversation with Ana')).toBeVisible();
  await his.keyboard.press('Enter');
  await expect(new RoomPage(his).composer).toBeFocused();
  await new RoomPage(his).expectMessage('hello?');
  await expect(entry(his, 'Ana')).toBeVisible();
  await expect(entry(phone, 'Ana')).toBeVisible();
});

test('UI80 a group is one room, whoever opens it, and becomes a private room by invitation', async ({ open, server }) => {
  const { ana, bo, harbour } = await people(server.url);
  const [hers, his] = [await open(ana), await open(bo, { viewport: { width: 390, height: 844 } })];
  const openGroup = async (page: Page, names: [string, string]) => {
    for (const name of names) {
      await page.getByRole('combobox', { name: 'To' }).fill(name.toLowerCase());
      await expect(page.getByRole('option', { name: new RegExp(name) })).toBeVisible();
      await page.keyboard.press('Enter');
    }
    await expectAxeFindsNothing(page, 'the dialog for a new message');
    await page.keyboard.press('Enter');
    await new RoomPage(page).ready();
  };
  await new RoomPage(hers).goto(harbour.id);
  await section(hers).getByRole('button', { name: 'New message' }).first().click();
  await openGroup(hers, ['Bo', 'Cleo']);
  await expect(hers.getByRole('heading', { level: 1 })).toHaveText(/^(Bo, Cleo|Cleo, Bo)$/);
  await expect(new RoomPage(hers).header.getByText('3 people')).toBeVisible();

  // On a phone, from the other side.
  await his.goto('/');
  await section(his).getByRole('button', { name: 'New message' }).first().click();
  await openGroup(his, ['Cleo', 'Ana']);
  expect(new URL(his.url()).pathname).toBe(new URL(hers.url()).pathname);
  await new Shell(his).expectNoSidewaysScroll();
  await new RoomPage(his).sendStored('ahoy');
  await new RoomPage(hers).expectMessage('ahoy');

  await hers.getByRole('button', { name: 'Room actions' }).click();
  await hers.getByRole('menuitem', { name: 'Create a room with these people…' }).click();
  const dialog = hers.getByRole('dialog', { name: 'Create a room with these people' });
  await expect(dialog.getByText('Nothing is copied')).toBeVisible();
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Regatta');
  await hers.keyboard.press('Enter');
  await expect(hers.getByRole('heading', { level: 1, name: 'Regatta' })).toBeVisible();
  const link = his.getByRole('link', { name: /\/invite\// });
  await expect(link).toBeVisible();
  await his.getByRole('status', { name: 'Notices' }).getByRole('button', { name: 'Dismiss' }).click();
  const [tab] = await Promise.all([his.waitForEvent('popup'), link.click()]);
  await tab.getByRole('button', { name: /^Join/ }).click();
  await expect(tab.getByRole('heading', { level: 1, name: 'Regatta' })).toBeVisible();
  // The conversation stays.
  await expect(hers.getByRole('link', { name: /^(Bo, Cleo|Cleo, Bo)/ })).toBeVisible();
});
