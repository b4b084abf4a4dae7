// Favourites: on top of the room list, on every device of the person.
import { expect, test } from '../harness/test.ts';
import { scene } from '../harness/seed.ts';
import { RoomPage } from '../pages/room.ts';
import { Shell } from '../pages/shell.ts';

test('ROOM31 a favourite moves to the top of the list, here and on the other device', async ({ open, server }) => {
  const { ana, harbour } = await scene(server.url);
  const page = await open(ana, { viewport: { width: 1280, height: 800 } });
  await new RoomPage(page).goto(harbour.id);
  const other = await open(ana, { viewport: { width: 1280, height: 800 } });
  await new RoomPage(other).goto(harbour.id);

  await page.getByRole('button', { name: 'Room actions' }).click();
  await page.getByRole('menuitem', { name: 'Add to favourites' }).click();
  for (const one of [page, other]) {
    const favourites = new Shell(one).folder('Favourites');
    await expect(favourites.getByRole('link', { name: /^Harbour/ })).toBeVisible();
    await expect(new Shell(one).entry('Harbour')).toHaveCount(1);
  }

  await other.getByRole('button', { name: 'Room actions' }).click();
  await other.getByRole('menuitem', { name: 'Remove from favourites' }).click();
  await expect(new Shell(page).folder('Favourites')).toHaveCount(0);
  await expect(new Shell(page).entry('Harbour')).toHaveCount(1);
});
