// What a browser keeps for reading offline: of one person at a time, and of rooms that are theirs.
import type { Page } from '@playwright/test';
import { expect, test } from '../harness/test.ts';
import { Account } from '../harness/api.ts';
import { RoomPage } from '../pages/room.ts';

/** Everything kept for reading: the person of each cache, and the paths in it. */
const kept = (page: Page): Promise<{ of: string; paths: string[] }[]> =>
  page.evaluate(async () => {
    const names = (await caches.keys()).filter((name) => name.startsWith('confluence-reading'));
    return Promise.all(
      names.map(async (name) => ({
        of: name.replace('confluence-reading.', ''),
        paths: (await (await caches.open(name)).keys()).map(({ url }) => new URL(url).pathname),
      })),
    );
  });

/** The rooms in the list that is kept, or nothing where no list is. */
const keptRooms = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    const list = await caches.match(`${location.origin}/api/v1/rooms`);
    const { rooms } = ((await list?.json()) ?? { rooms: [] }) as { rooms: { id: string }[] };
    return rooms.map(({ id }) => id);
  });

test('UI52 offline reading is kept for one person at a time, and a lost room is forgotten', async ({ open, server, link }) => {
  const ana = await Account.signUp(server.url, 'ana');
  const bo = await Account.signUp(server.url, 'bo');
  const room = await ana.createRoom('Harbour');
  await bo.join(room);
  await ana.send(room, 'for members only');
  const quay = await bo.createRoom('Quay');
  const page = await open(ana);
  const view = new RoomPage(page);
  await view.goto(room.id);
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  // The first visit is not the worker's yet.
  await view.goto(room.id);
  await view.expectMessage('for members only');
  const messages = `/api/v1/rooms/${room.id}/messages`;
  await expect.poll(() => kept(page)).toEqual([{ of: ana.id, paths: expect.arrayContaining(['/api/v1/me', messages]) }]);

  // Ana's session ends without a word; Bo signs in on the same computer.
  await page.context().clearCookies();
  const cookies = await bo.browserSession();
  await page.context().addCookies(cookies.map((cookie) => ({ ...cookie, domain: new URL(link.url).hostname, httpOnly: true, sameSite: 'Lax' as const })));
  await view.goto(room.id);
  await view.expectMessage('for members only');
  await expect.poll(async () => (await kept(page)).map(({ of }) => of)).toEqual([bo.id]);
  await expect.poll(async () => (await kept(page))[0]?.paths).toContain(messages);

  await bo.leave(room);
  // The card of a public room is anybody's to see, and the page asks for it again; what is in the room is gone.
  await expect.poll(async () => (await kept(page))[0]?.paths.filter((path) => path.includes(`${room.id}/`))).toEqual([]);
  await expect.poll(() => keptRooms(page)).toEqual([quay.id]);
});
