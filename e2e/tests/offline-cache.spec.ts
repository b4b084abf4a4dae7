// The offline cache: for one user at a time, and only for rooms that the user is in.
import type { Page } from '@playwright/test';
import { expect, test } from '../harness/test.ts';
import { Account } from '../harness/api.ts';
import { RoomPage } from '../pages/room.ts';

test.use({ serviceWorkers: 'allow' });

/** The offline caches: the user of each, and the paths in it. */
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

/** Ids of the rooms in the cached list, or none without a list. */
const keptRooms = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    const list = await caches.match(`${location.origin}/api/v1/rooms`);
    const { rooms } = ((await list?.json()) ?? { rooms: [] }) as { rooms: { id: string }[] };
    return rooms.map(({ id }) => id);
  });

test("UI52 the offline cache holds one user's data at a time, and drops rooms that the user loses", async ({ open, server, link }) => {
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
  // The worker does not control the first visit yet.
  await view.goto(room.id);
  await view.expectMessage('for members only');
  const messages = `/api/v1/rooms/${room.id}/messages`;
  await expect.poll(() => kept(page)).toEqual([{ of: ana.id, paths: expect.arrayContaining(['/api/v1/me', messages]) }]);

  // Ana's session ends silently; Bo signs in on the same computer.
  await page.context().clearCookies();
  const cookies = await bo.browserSession();
  await page.context().addCookies(cookies.map((cookie) => ({ ...cookie, domain: new URL(link.url).hostname, httpOnly: true, sameSite: 'Lax' as const })));
  await view.goto(room.id);
  await view.expectMessage('for members only');
  await expect.poll(async () => (await kept(page)).map(({ of }) => of)).toEqual([bo.id]);
  await expect.poll(async () => (await kept(page))[0]?.paths).toContain(messages);

  await bo.leave(room);
  // The public room's own entry may be cached again, because anyone may see it; its content is gone.
  await expect.poll(async () => (await kept(page))[0]?.paths.filter((path) => path.includes(`${room.id}/`))).toEqual([]);
  await expect.poll(() => keptRooms(page)).toEqual([quay.id]);
});
