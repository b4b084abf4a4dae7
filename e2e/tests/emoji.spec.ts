// The emoji picker for reactions and messages, by pointer and keyboard, in the user's language and skin tone.
import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '../harness/test.ts';
import { Account } from '../harness/api.ts';
import { RoomPage } from '../pages/room.ts';

test('UI35 a reaction found by name reaches the other person; the skin tone is kept', async ({ open, server }) => {
  const ana = await Account.signUp(server.url, 'ana');
  const bo = await Account.signUp(server.url, 'bo');
  const room = await ana.createRoom('Harbour');
  await bo.join(room);
  await ana.send(room, 'Ready to launch?');
  const [anas, bos] = [await open(ana), await open(bo)];
  const [here, there] = [new RoomPage(anas), new RoomPage(bos)];
  await here.goto(room.id);
  await there.goto(room.id);

  const row = here.row('Ready to launch?');
  const react = async (query: string) => {
    await row.hover();
    await row.getByRole('button', { name: 'Add a reaction' }).click();
    const search = anas.getByRole('combobox', { name: 'Search emoji' });
    await expect(search).toBeFocused();
    await search.fill(query);
    return search;
  };
  const search = await react('rocket');
  await expect(anas.getByRole('gridcell', { name: '🚀 rocket' })).toBeVisible();
  expect((await new AxeBuilder({ page: anas }).include('[role=dialog]').analyze()).violations).toEqual([]);
  await search.press('Enter');
  await expect(there.row('Ready to launch?').getByRole('button', { name: /^🚀, 1/ })).toBeVisible();

  await react('thumbs up');
  await anas.getByRole('button', { name: /^Skin tone/ }).click();
  await anas.getByRole('radio', { name: 'Medium', exact: true }).click();
  await anas.getByRole('gridcell', { name: '👍🏽 thumbs up' }).click();
  await expect(there.row('Ready to launch?').getByRole('button', { name: /^👍🏽, 1/ })).toBeVisible();
  await react('waving');
  await expect(anas.getByRole('gridcell', { name: '👋🏽 waving hand' })).toBeVisible();
  await anas.keyboard.press('Escape');
  await expect(row.getByRole('button', { name: 'Add a reaction' })).toBeFocused();
});

test('UI35 an emoji chosen by arrow keys is inserted at the caret of the message', async ({ open, server }) => {
  const ana = await Account.signUp(server.url, 'ana');
  const room = await ana.createRoom('Harbour');
  const page = await open(ana, { locale: 'de-DE' });
  const view = new RoomPage(page);
  await page.goto(`/r/${room.id}`);
  const box = page.locator('[data-region=composer] textarea');
  await box.fill('ab');
  await box.press('ArrowLeft');
  await page.getByRole('button', { name: 'Emoji einfügen' }).click();
  const search = page.getByRole('combobox', { name: /Emoji/ });
  await search.fill('rakete');
  await search.press('Enter');
  await expect(box).toHaveValue('a🚀b');
  await expect(box).toBeFocused();

  await page.getByRole('button', { name: 'Emoji einfügen' }).click();
  // Recently used emoji come first, then the first group.
  await expect(page.getByRole('gridcell', { name: /^🚀/ }).first()).toHaveAttribute('aria-selected', 'true');
  for (const key of ['ArrowDown', 'ArrowDown', 'ArrowRight']) await page.getByRole('combobox', { name: /Emoji/ }).press(key);
  const marked = page.getByRole('gridcell', { selected: true });
  await expect(marked).toHaveCount(1);
  const emoji = (await marked.textContent()) ?? '';
  expect(emoji).not.toBe('🚀');
  await page.keyboard.press('Enter');
  await expect(box).toHaveValue(`a🚀${emoji}b`);
  await expect(view.timeline).toBeVisible();
});
