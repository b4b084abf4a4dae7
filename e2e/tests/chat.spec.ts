// From an empty server to two people chatting, each in their own browser.
import { expect, test } from '../harness/test.ts';
import { Account } from '../harness/api.ts';
import { Entrance } from '../pages/entrance.ts';
import { RoomPage } from '../pages/room.ts';
import { Shell } from '../pages/shell.ts';

test('UI2 UI3 sign-up to chat in two browsers', async ({ open }) => {
  const anas = await open();
  await new Entrance(anas).setUp('ana', 'Ana', 'Harbour');
  const ana = new RoomPage(anas);
  await ana.ready();
  await ana.sendStored('Is anybody here?');

  const bos = await open();
  await bos.goto('/');
  await bos.getByRole('link', { name: /Create an account|Sign up/ }).first().click();
  await new Entrance(bos).fillSignUp('bo', 'Bo');
  await bos.getByRole('link', { name: 'Browse rooms' }).or(bos.getByRole('button', { name: 'Browse rooms' })).first().click();
  await bos.getByRole('listitem').filter({ hasText: 'Harbour' }).getByRole('button', { name: /^Join/ }).click();
  const bo = new RoomPage(bos);
  if (!/\/r\//.test(bos.url())) await new Shell(bos).openRoom('Harbour');
  await bo.ready();
  await bo.expectMessage('Is anybody here?');

  await bo.sendStored('I am.');
  await ana.expectMessage('I am.');
  await ana.sendStored('Good.');
  await bo.expectMessage('Good.');
  await expect(ana.row('I am.')).toContainText('Bo');
  await expect(bo.row('Is anybody here?')).toContainText('Ana');
});

test('UI16 the room list shows last messages and unread counts, most recent activity first', async ({ open, server }) => {
  const ana = await Account.signUp(server.url, 'ana');
  const bo = await Account.signUp(server.url, 'bo');
  const harbour = await ana.createRoom('Harbour');
  const market = await ana.createRoom('Market');
  for (const room of [harbour, market]) await bo.join(room);
  await ana.send(market, 'Fresh fish');
  await ana.send(harbour, 'Ship ahoy');

  const page = await open(bo);
  const shell = new Shell(page);
  await new RoomPage(page).goto(market.id);
  await expect(shell.rooms.getByRole('link', { name: /^(Harbour|Market)/ }).first()).toContainText('Harbour');
  await expect(shell.entry('Harbour')).toContainText('Ship ahoy');
  // Not just the number, because the row also shows the time.
  await expect(shell.entry('Harbour')).toContainText('1 unread message');

  await ana.send(market, 'Fresher fish');
  await expect(shell.rooms.getByRole('link', { name: /^(Harbour|Market)/ }).first()).toContainText('Market');
  await ana.send(harbour, 'Anchors up');
  await expect(shell.entry('Harbour')).toContainText('2 unread messages');
  await expect(shell.rooms.getByRole('link', { name: /^(Harbour|Market)/ }).first()).toContainText('Harbour');
  await expect(page).toHaveTitle(/2/);

  await shell.openRoom('Harbour');
  await new RoomPage(page).expectMessage('Anchors up');
  await expect(shell.entry('Harbour')).not.toContainText('unread');
  await expect.poll(async () => (await bo.room(harbour.id)).you?.unread).toBe(0);
});
