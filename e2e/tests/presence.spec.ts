// Presence by hand: others see it, and the person's own devices follow it.
import type { Page } from '@playwright/test';
import { expect, test } from '../harness/test.ts';
import { expectAxeFindsNothing } from '../harness/axe.ts';
import { scene } from '../harness/seed.ts';
import { RoomPage } from '../pages/room.ts';
import { Shell } from '../pages/shell.ts';

const BO = 'Bo Lindqvist';
const LAST = 'See you at the steps, then. I bring the soup.';

async function openPresence(page: Page) {
  await new Shell(page).accountMenu.click();
  await page.getByRole('menuitem', { name: 'Set a status…' }).click();
  return page.getByRole('dialog', { name: 'Your status' });
}

test('PEOPLE6 do not disturb shows to others at once and on the other device', async ({ open, server }) => {
  const { ana, bo, harbour } = await scene(server.url);
  const anas = await open(ana, { viewport: { width: 1280, height: 800 } });
  await new RoomPage(anas).goto(harbour.id);
  const bos = await open(bo, { viewport: { width: 1280, height: 800 } });
  await new RoomPage(bos).goto(harbour.id);
  const other = await open(bo, { viewport: { width: 1280, height: 800 } });
  await new RoomPage(other).goto(harbour.id);

  const dialog = await openPresence(bos);
  await dialog.getByRole('radio', { name: 'Do not disturb' }).check({ force: true });
  await expect(dialog.getByLabel('For how long')).toBeVisible();
  await expectAxeFindsNothing(bos, 'the choice of a presence');

  await new RoomPage(anas).row(LAST).getByRole('button', { name: BO, exact: true }).click();
  await expect(anas.getByRole('dialog', { name: BO })).toContainText('Do not disturb');

  const there = await openPresence(other);
  await expect(there.getByRole('radio', { name: 'Do not disturb' })).toBeChecked();
  await there.getByRole('radio', { name: 'Automatic' }).check({ force: true });
  await expect(anas.getByRole('dialog', { name: BO })).toContainText('Online');
  await expect(dialog.getByRole('radio', { name: 'Automatic' })).toBeChecked();
});
