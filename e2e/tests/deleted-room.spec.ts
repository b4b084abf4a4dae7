// Deleting a room as its owner, and getting it back.
import { expect, test } from '../harness/test.ts';
import { expectAxeFindsNothing } from '../harness/axe.ts';
import { Account } from '../harness/api.ts';
import { RoomPage } from '../pages/room.ts';
import { Shell } from '../pages/shell.ts';

test('ROOM33 a deleted room comes back for everybody: from the notice, and from the directory', async ({ open, server }) => {
  const ana = await Account.signUp(server.url, 'ana');
  const bo = await Account.signUp(server.url, 'bo');
  const room = await ana.createRoom('Harbour');
  await bo.join(room);
  await bo.send(room, 'still here');
  const [anas, bos] = [await open(ana), await open(bo)];
  const [hers, his] = [new RoomPage(anas), new RoomPage(bos)];
  await his.goto(room.id);
  await hers.goto(room.id);
  const remove = async () => {
    await anas.getByRole('button', { name: 'Room actions' }).click();
    await anas.getByRole('menuitem', { name: /settings/i }).click();
    await anas.getByRole('button', { name: 'Delete room…' }).click();
    await anas.getByLabel('Type “Harbour” to confirm').fill('Harbour');
    await anas.getByRole('button', { name: 'Delete room', exact: true }).click();
    await expect(new Shell(anas).entry('Harbour')).toHaveCount(0);
    await expect(new Shell(bos).entry('Harbour')).toHaveCount(0);
  };

  await remove();
  await anas.getByRole('button', { name: 'Undo' }).click();
  await hers.expectMessage('still here');
  await expect(new Shell(bos).entry('Harbour')).toBeVisible();

  await remove();
  await bos.goto('/rooms');
  await expect(bos.getByRole('heading', { name: 'Browse rooms' })).toBeVisible();
  await anas.goto('/rooms');
  await expect(anas.getByRole('heading', { name: 'Deleted rooms' })).toBeVisible();
  await expectAxeFindsNothing(anas, 'the directory with a deleted room');
  await expect(bos.getByRole('heading', { name: 'Deleted rooms' })).toHaveCount(0);
  await anas.getByRole('button', { name: 'Restore Harbour' }).click();
  await hers.expectMessage('still here');
  await new Shell(bos).openRoom('Harbour');
  await his.sendStored('so am I');
  await hers.expectMessage('so am I');
});
