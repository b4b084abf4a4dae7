// Read receipts beside the messages.
import { expect, test } from '../harness/test.ts';
import { Account } from '../harness/api.ts';
import { RoomPage } from '../pages/room.ts';

test('UI34 avatars of readers show at the last message they have read, and nothing moves when they appear', async ({ open, server }) => {
  const ana = await Account.signUp(server.url, 'ana');
  const [bo, cleo] = [await Account.signUp(server.url, 'bo'), await Account.signUp(server.url, 'cleo')];
  const room = await ana.createRoom('Harbour');
  for (const person of [bo, cleo]) await person.join(room);
  for (const text of ['one', 'two', 'three']) await ana.send(room, text);
  await bo.markRead(room, 1);

  const page = await open(ana);
  const view = new RoomPage(page);
  await view.goto(room.id);
  const readers = (text: string) => view.row(text).locator('[data-read-by]');
  await expect(readers('one')).toHaveAccessibleName('Seen by Bo');
  const places = () => view.rows.evaluateAll((rows) => rows.map((row) => row.getBoundingClientRect().toJSON()));
  const before = await places();

  await bo.markRead(room, 3);
  await cleo.markRead(room, 3);
  await expect(readers('three')).toHaveAccessibleName(/^Seen by (Bo and Cleo|Cleo and Bo)$/);
  await expect(readers('one')).toHaveCount(0);
  expect(await places()).toEqual(before);

  // A person who switches receipts off disappears for everyone with the next request.
  await cleo.keepReceiptsPrivate();
  await page.reload();
  await view.ready();
  await expect(readers('three')).toHaveAccessibleName('Seen by Bo');
  // An author counts as having read everything before their message.
  await bo.send(room, 'four');
  await expect(readers('four')).toHaveAccessibleName('Seen by Bo');
});
