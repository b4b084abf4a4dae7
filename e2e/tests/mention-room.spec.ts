// Mentioning everybody in a room asks for confirmation, by keyboard alone.
import { expect, test } from '../harness/test.ts';
import { Account } from '../harness/api.ts';
import { RoomPage } from '../pages/room.ts';
import { Shell } from '../pages/shell.ts';

test('UI36 @room shows how many people it notifies before it is sent, and Enter again sends it', async ({ open, server }) => {
  const ana = await Account.signUp(server.url, 'ana');
  const [bo, cleo] = [await Account.signUp(server.url, 'bo'), await Account.signUp(server.url, 'cleo')];
  const room = await ana.createRoom('Harbour');
  for (const person of [bo, cleo]) await person.join(room);
  const page = await open(ana);
  const view = new RoomPage(page);
  await view.goto(room.id);

  const bos = await open(bo);
  await bos.goto('/rooms');
  const entry = new Shell(bos).entry('Harbour');
  await expect(entry).toBeVisible();

  await view.composer.pressSequentially('dinner @roo');
  await expect(page.getByRole('option', { name: /@room/ })).toBeVisible();
  await view.composer.press('Enter');
  await expect(view.composer).toHaveValue('dinner @room ');
  await view.composer.press('Enter');
  const question = page.getByRole('alert').filter({ hasText: '@room will notify 2 people' });
  await expect(question).toBeVisible();
  await view.composer.press('Escape');
  await expect(question).toBeHidden();
  await expect(view.composer).toHaveValue('dinner @room ');
  expect(await ana.messages(room)).toEqual([]);

  await view.composer.press('Enter');
  await expect(question).toBeVisible();
  await view.composer.press('Enter');
  await expect(view.row('dinner @room')).toHaveAttribute('data-state', 'sent');
  await expect.poll(async () => (await bo.room(room.id)).you?.mentions).toBe(1);
  await expect(entry).toContainText('1 mention');
  await entry.click();
  await expect(new RoomPage(bos).row('dinner @room')).toHaveAttribute('data-named', 'true');

  // In code it mentions nobody, and no confirmation is needed.
  await view.composer.fill('`@room` is how');
  await view.composer.press('Enter');
  await expect(view.rows.filter({ hasText: 'is how' })).toHaveAttribute('data-state', 'sent');
  // Checks the message itself, because Bo has the room open and may have read everything by now.
  expect((await ana.messages(room)).at(-1)).toMatchObject({ body: '`@room` is how', mentions_room: false });
});
