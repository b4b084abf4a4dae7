// UX acceptance check 15: who is typing.
import { expect, test } from '../../harness/test.ts';
import { Account } from '../../harness/api.ts';
import { RoomPage } from '../../pages/room.ts';

test('UX15 no row moves when typing starts and stops', async ({ open, server }) => {
  const ana = await Account.signUp(server.url, 'ana');
  const bo = await Account.signUp(server.url, 'bo');
  const room = await ana.createRoom('Harbour');
  await bo.join(room);
  const messages = await ana.sendMany(room, 40, (index) => `message ${index + 1}`);
  await bo.markRead(room, messages.length);
  const anas = new RoomPage(await open(ana));
  const bos = new RoomPage(await open(bo));
  await anas.goto(room.id);
  await bos.goto(room.id);
  await bos.expectMessage('message 40');
  const places = () => bos.rows.evaluateAll((rows) => rows.map((row) => [row.getAttribute('data-seq'), row.getBoundingClientRect().top]));
  const before = await places();

  const typing = bos.page.getByText('Ana is typing');
  await expect(async () => {
    await anas.composer.pressSequentially('I am thinking ');
    await expect(typing).toBeVisible({ timeout: 1_000 });
  }).toPass();
  expect(await places()).toEqual(before);
  // Without further typing the indicator expires.
  await expect(typing).toBeHidden();
  expect(await places()).toEqual(before);
});
