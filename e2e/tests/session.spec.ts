// Sessions across tabs and over time.
import { expect, test } from '../harness/test.ts';
import { Account } from '../harness/api.ts';
import { Entrance } from '../pages/entrance.ts';
import { RoomPage } from '../pages/room.ts';
import { Shell } from '../pages/shell.ts';

test('UI15 AUTH15 signing out in one tab signs out the other', async ({ open, server }) => {
  const ana = await Account.signUp(server.url, 'ana');
  const room = await ana.createRoom('Harbour');
  const first = await open(ana);
  await new RoomPage(first).goto(room.id);
  const second = await first.context().newPage();
  await new RoomPage(second).goto(room.id);

  await new Shell(first).signOut();
  for (const tab of [first, second]) {
    await expect(tab.getByRole('link', { name: 'Sign in' }).or(tab.getByRole('button', { name: 'Sign in' })).first()).toBeVisible();
    await expect(new RoomPage(tab).composer).toBeHidden();
  }
  const answer = await first.request.get('/api/v1/me');
  expect(answer.status()).toBe(401);
});

test('AUTH8 a wrong password shows an error and keeps the username', async ({ open, server }) => {
  await Account.signUp(server.url, 'ana');
  const page = await open();
  const entrance = new Entrance(page);
  await entrance.signIn('ana', 'not the password');
  await expect(entrance.errors).toContainText("Incorrect username or password. Check both and try again.");
  await expect(page.getByLabel('Username')).toHaveValue('ana');
  await entrance.signIn('ana');
  await expect(page.getByRole('navigation', { name: 'Rooms' })).toBeVisible();
});

test('UI5 a path that needs an account is opened after signing in', async ({ open, server }) => {
  const ana = await Account.signUp(server.url, 'ana');
  const room = await ana.createRoom('Harbour');
  const page = await open();
  await page.goto(`/r/${room.id}`);
  await page.getByLabel('Username').fill('ana');
  await page.getByLabel('Password', { exact: true }).fill('two rivers meet at dusk');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await new RoomPage(page).ready();
  await expect(page).toHaveURL(new RegExp(`/r/${room.id}`));
});
