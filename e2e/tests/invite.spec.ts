// Invitations from the perspective of the invited person.
import { expect, test } from '../harness/test.ts';
import { expectAxeFindsNothing } from '../harness/axe.ts';
import { Account } from '../harness/api.ts';
import { Entrance } from '../pages/entrance.ts';
import { RoomPage } from '../pages/room.ts';

test('UI5 an invited person signs up in a second browser and lands in the room', async ({ open, server }) => {
  const ana = await Account.signUp(server.url, 'ana');
  const room = await ana.createRoom('Secret garden', { kind: 'private', description: 'Behind the wall' });
  await ana.send(room, 'The key is under the stone.');
  const { code } = await ana.invite(room, { max_uses: 1 });

  const page = await open();
  await page.goto(`/invite/${code}`);
  await expect(page.getByText('Secret garden').first()).toBeVisible();
  await expect(page.getByText(/Ana/).first()).toBeVisible();
  await expect(page.getByText('1 member')).toBeVisible();
  await page.getByRole('link', { name: /Create( an)? account|Sign up/ }).or(page.getByRole('button', { name: /Create( an)? account/ })).first().click();
  await new Entrance(page).fillSignUp('bo', 'Bo');

  const bo = new RoomPage(page);
  await bo.ready();
  await expect(page).toHaveURL(new RegExp(`/r/${room.id}`));
  await bo.expectMessage('The key is under the stone.');
  await bo.sendStored('Found it.');
  expect((await ana.room(room.id)).member_count).toBe(2);
});

test('UI5 an invited person with an account signs in and the invitation is kept', async ({ open, server }) => {
  const ana = await Account.signUp(server.url, 'ana');
  await Account.signUp(server.url, 'bo');
  const room = await ana.createRoom('Harbour', { kind: 'private' });
  const { code } = await ana.invite(room);

  const page = await open();
  await page.goto(`/invite/${code}`);
  await page.getByRole('link', { name: 'Sign in' }).or(page.getByRole('button', { name: 'Sign in' })).first().click();
  await page.getByLabel('Username').fill('bo');
  await page.getByLabel('Password', { exact: true }).fill('two rivers meet at dusk');
  await page.getByRole('button', { name: 'Sign in' }).click();
  const join = page.getByRole('button', { name: /^Join Harbour/ });
  await join.click();
  await new RoomPage(page).ready();
  await expect(page).toHaveURL(new RegExp(`/r/${room.id}`));
});

test('UI5 revoked and used-up invitations explain themselves, and members are recognised', async ({ open, server }) => {
  const ana = await Account.signUp(server.url, 'ana');
  const bo = await Account.signUp(server.url, 'bo');
  const cleo = await Account.signUp(server.url, 'cleo');
  const room = await ana.createRoom('Harbour', { kind: 'private' });
  const once = await ana.invite(room, { max_uses: 1 });
  const revoked = await ana.invite(room);
  await ana.revokeInvite(room, revoked.code);

  const bos = await open(bo);
  await bos.goto(`/invite/${once.code}`);
  await bos.getByRole('button', { name: /^Join Harbour/ }).click();
  await new RoomPage(bos).ready();

  const cleos = await open(cleo);
  await cleos.goto(`/invite/${once.code}`);
  await expect(cleos.getByRole('heading', { name: 'This invitation has expired' })).toBeVisible();
  await cleos.goto(`/invite/${revoked.code}`);
  await expect(cleos.getByRole('heading', { name: "This invitation doesn't work" })).toBeVisible();

  const live = await ana.invite(room);
  await bos.goto(`/invite/${live.code}`);
  await expect(bos.getByText("You're already in this room.")).toBeVisible();
  await bos.getByRole('link', { name: 'Open Harbour' }).or(bos.getByRole('button', { name: 'Open Harbour' })).click();
  await new RoomPage(bos).ready();
});

test('UI5 the invite dialog shows QR codes of the new link and of active links', async ({ open, server }) => {
  const ana = await Account.signUp(server.url, 'ana');
  const room = await ana.createRoom('Harbour', { kind: 'private' });
  const { code } = await ana.invite(room);
  const page = await open(ana);
  await new RoomPage(page).goto(room.id);
  await page.getByRole('banner').getByRole('button', { name: 'Invite people' }).click();
  const dialog = page.getByRole('dialog', { name: /^Invite people/ });
  const codes = dialog.getByRole('img', { name: 'QR code for the link' });
  await dialog.getByRole('button', { name: `QR code for the link: ${code}` }).click();
  await expect(codes).toHaveCount(1);
  await dialog.getByRole('button', { name: 'Create link' }).click();
  await expect(codes).toHaveCount(2);
  await expect(codes.first()).toBeInViewport({ ratio: 1 });
  await expectAxeFindsNothing(page, 'invite dialog with codes');
});
