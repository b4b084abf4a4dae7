// Completing names of people and rooms: members beyond the first page, and rooms as links.
import { expect, test } from '../harness/test.ts';
import { expectAxeFindsNothing } from '../harness/axe.ts';
import { Account } from '../harness/api.ts';
import { scene } from '../harness/seed.ts';
import { RoomPage } from '../pages/room.ts';

test('UI32 # inserts a link to a room that opens in this tab, and reveals nothing else to people outside the room', async ({ open, server }) => {
  const { ana, bo, harbour } = await scene(server.url);
  const lighthouse = await bo.createRoom('Light_house');
  const page = await open(ana);
  const view = new RoomPage(page);
  await view.goto(harbour.id);
  await view.composer.pressSequentially('Plans are in #bri');
  const list = page.getByRole('listbox', { name: 'Rooms' });
  await expect(list.getByRole('option')).toHaveText([/Bridge repairs$/]);
  await view.composer.press('Enter');
  // The server finds a public room that Ana is not in.
  await view.composer.pressSequentially('and #light');
  await expect(list.getByRole('option')).toHaveText([/Light_house$/]);
  await expectAxeFindsNothing(page, 'completing a room');
  await view.composer.press('Tab');
  await expect(view.composer).toHaveValue(new RegExp(`#Bridge repairs\\]\\(http.*and \\[#Light\\\\_house\\]\\(http.*/r/${lighthouse.id}\\) $`));
  await view.composer.press('Enter');

  const link = view.list.getByRole('link', { name: '#Bridge repairs' });
  await expect(link).toBeVisible();
  await expectAxeFindsNothing(page, 'a message with rooms in it');
  let loads = 0;
  page.on('load', () => (loads += 1));
  await link.click();
  await expect(page.getByRole('heading', { name: 'Bridge repairs', level: 1 })).toBeVisible();
  expect(loads).toBe(0);

  // Bo is not in the private room: for him the link leads to "Room not found".
  const bos = await open(bo);
  const there = new RoomPage(bos);
  await there.goto(harbour.id);
  await there.list.getByRole('link', { name: '#Bridge repairs' }).click();
  await expect(bos.getByRole('heading', { name: 'Room not found' })).toBeVisible();
  await expect(bos.getByRole('main').getByText('Bridge repairs')).toHaveCount(0);
});

test('UI32 @ finds members beyond the first page, asks once per word, and works without the server', async ({ open, server }) => {
  const { ana, harbour } = await scene(server.url);
  const zoe = await Account.signUp(server.url, 'zoe', 'Zoe Quist');
  await zoe.join(harbour);
  const page = await open(ana);
  await page.route(`**/api/v1/rooms/${harbour.id}/members*`, async (route) => {
    const answer = await route.fetch();
    const { members } = (await answer.json()) as { members: { user: { username: string } }[] };
    await route.fulfill({ response: answer, json: { members: members.filter(({ user }) => user.username !== 'zoe'), next_cursor: 'more' } });
  });
  const asked: string[] = [];
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (url.pathname === '/api/v1/users') asked.push(url.searchParams.get('query') ?? '');
  });
  const view = new RoomPage(page);
  await view.goto(harbour.id);
  const list = page.getByRole('listbox', { name: 'People' });
  await view.composer.pressSequentially('@');
  // Users are not offered their own name.
  await expect(list.getByRole('option').filter({ hasText: /Lindqvist|Okafor/ })).toHaveCount(2);
  await expect(list.getByText('Ana Ferreira')).toHaveCount(0);
  await expect(list.getByText('Zoe Quist')).toHaveCount(0);
  await view.composer.pressSequentially('zoe');
  await expect(list.getByRole('option')).toHaveText(/Zoe Quist/);
  await view.composer.press('Enter');
  await expect(view.composer).toHaveValue('@zoe ');
  expect(asked.at(-1)).toBe('zoe');

  await page.route('**/api/v1/users?*', (route) => route.abort());
  await view.composer.pressSequentially('and @cle');
  await expect(list.getByRole('option')).toHaveText(/Cleo Okafor/);
  await view.composer.press('Enter');
  await expect(view.composer).toHaveValue('@zoe and @cleo ');
});
