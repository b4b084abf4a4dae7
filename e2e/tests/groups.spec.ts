// Groups: an administrator makes one for the server, an owner one for a room, and their handles mention the people in them.
import { expect, test } from '../harness/test.ts';
import { Account } from '../harness/api.ts';
import { AdminPage } from '../pages/admin.ts';
import { RoomPage } from '../pages/room.ts';

test('UI104 UI105 groups of the server and of a room mention the people in them', async ({ open, server }) => {
  const ana = await Account.signUp(server.url, 'ana');
  const [bo, cleo] = [await Account.signUp(server.url, 'bo'), await Account.signUp(server.url, 'cleo')];
  const room = await ana.createRoom('Harbour');
  for (const person of [bo, cleo]) await person.join(room);
  const page = await open(ana);

  await page.goto('/admin/groups');
  await page.getByRole('button', { name: 'New group' }).click();
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Design team');
  await page.getByRole('textbox', { name: 'Handle' }).fill('design');
  await page.getByRole('button', { name: 'Create group' }).click();
  await new AdminPage(page).elevate();
  await page.getByRole('button', { name: /Design team/ }).click();
  await page.getByRole('searchbox', { name: 'Search people' }).fill('cl');
  await page.getByRole('button', { name: 'Add cleo' }).click();
  await expect(page.getByRole('button', { name: 'Remove cleo' })).toBeVisible();
  await page.getByRole('button', { name: 'Close' }).click();
  await expect(page.getByRole('button', { name: /Design team/ })).toContainText('@design · 1 person');

  const view = new RoomPage(page);
  await view.goto(room.id);
  await page.getByRole('button', { name: 'Details', exact: true }).click();
  await page.getByRole('button', { name: 'Groups' }).click();
  await page.getByRole('button', { name: 'New group' }).click();
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Builders');
  await page.getByRole('textbox', { name: 'Handle' }).fill('builders');
  await page.getByRole('button', { name: 'Create group' }).click();
  await page.getByRole('button', { name: /Builders/ }).click();
  await page.getByRole('button', { name: 'Add bo' }).click();
  await page.getByRole('button', { name: 'Close' }).last().click();

  await view.composer.pressSequentially('plans, @desi');
  await page.getByRole('option', { name: /Design team/ }).click();
  await view.composer.pressSequentially('and @build');
  await page.getByRole('option', { name: /Builders/ }).click();
  await expect(view.composer).toHaveValue('plans, @design and @builders ');
  await view.composer.press('Enter');
  await expect.poll(async () => (await bo.room(room.id)).you?.mentions).toBe(1);
  expect((await cleo.room(room.id)).you?.mentions).toBe(1);

  const bos = await open(bo);
  const there = new RoomPage(bos);
  await there.goto(room.id);
  await expect(there.rows.filter({ hasText: '@builders' })).toHaveAttribute('data-named', 'true');
  await bos.setViewportSize({ width: 320, height: 640 });
  await bos.goto(`/r/${room.id}/details`);
  await bos.getByRole('button', { name: 'Groups' }).click();
  await bos.getByRole('button', { name: /Builders/ }).click();
  await expect(bos.getByRole('dialog').getByText('@bo', { exact: true })).toBeVisible();
  await expect(bos.getByRole('button', { name: 'New group' })).toHaveCount(0);
  expect(await bos.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
});
