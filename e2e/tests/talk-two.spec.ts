// Two people talking: each sees what the other does with a message, without reloading.
import type { Locator, Page } from '@playwright/test';
import { expect, test } from '../harness/test.ts';
import { Account, type Room } from '../harness/api.ts';
import { RoomPage } from '../pages/room.ts';
import { Shell } from '../pages/shell.ts';

interface Two {
  ana: Account;
  bo: Account;
  harbour: Room;
  here: RoomPage;
  there: RoomPage;
}

/** Ana, the room's owner, and Bo, a plain member, with the room open. */
async function two(open: (account?: Account) => Promise<Page>, url: string): Promise<Two> {
  const ana = await Account.signUp(url, 'ana');
  const bo = await Account.signUp(url, 'bo');
  const harbour = await ana.createRoom('Harbour');
  await bo.join(harbour);
  const [here, there] = [new RoomPage(await open(ana)), new RoomPage(await open(bo))];
  await here.goto(harbour.id);
  await there.goto(harbour.id);
  return { ana, bo, harbour, here, there };
}

async function menu(view: RoomPage, row: Locator): Promise<Locator> {
  await row.hover();
  await row.getByRole('button', { name: 'More actions' }).click();
  return view.page.getByRole('menu', { name: 'Actions' });
}

async function choose(view: RoomPage, row: Locator, entry: string): Promise<void> {
  await (await menu(view, row)).getByRole('menuitem', { name: entry }).click();
}

test('TALK1 an edit with ArrowUp shows for the other person too, who can read the edit history', async ({ open, server }) => {
  const { here, there } = await two(open, server.url);
  await here.sendStored('High tide at nine');
  await there.expectMessage('High tide at nine');

  await here.composer.press('ArrowUp');
  await expect(here.composer).toHaveValue('High tide at nine');
  await here.composer.fill('High tide at ten');
  await here.composer.press('Enter');
  await expect(here.composer).toHaveValue('');

  const row = there.rows.filter({ hasText: 'High tide at ten' });
  await expect(row).toBeVisible();
  // Only in the list: the live region still holds the announced original.
  await expect(there.rows.filter({ hasText: 'High tide at nine' })).toHaveCount(0);
  await row.getByRole('button', { name: '(edited)' }).click();
  const wordings = there.page.getByRole('dialog', { name: 'Message info' }).getByRole('region', { name: 'Edit history' });
  await expect(wordings.getByRole('listitem')).toHaveText([/Original.*High tide at nine/, /Current.*High tide at ten/]);
  await there.page.keyboard.press('Escape');
  await expect(there.page.getByRole('dialog')).toHaveCount(0);
});

test('TALK2 a deletion can be undone; a deleted message is gone for both, and its replies show that', async ({ open, server }) => {
  const { here, there } = await two(open, server.url);
  await here.sendStored('The blue boat leaks');
  await there.expectMessage('The blue boat leaks');
  const original = there.row('The blue boat leaks').first();
  await original.hover();
  await original.getByRole('button', { name: 'Reply', exact: true }).click();
  await there.sendStored('I bring the pump');
  const reply = here.rows.filter({ hasText: 'I bring the pump' });
  await expect(reply.getByRole('button', { name: 'Reply to Ana. Go to the original message' })).toContainText('The blue boat leaks');

  // First with Undo.
  const mine = here.rows.filter({ hasNotText: 'I bring the pump' }).filter({ hasText: 'The blue boat leaks' });
  await choose(here, mine, 'Delete');
  await here.page.getByRole('button', { name: 'Undo' }).click();
  await expect(mine).not.toHaveAttribute('data-leaving');
  await expect(here.page.getByRole('button', { name: 'Undo' })).toHaveCount(0);

  // Then without.
  const gone = here.page.waitForResponse((answer) => answer.request().method() === 'DELETE' && answer.status() === 204);
  await choose(here, mine, 'Delete');
  await expect(mine).toHaveAttribute('data-leaving');
  await expect(original).toBeVisible();
  await gone;
  for (const view of [here, there]) {
    await expect(view.row('This message was deleted')).toBeVisible();
    await expect(view.rows.filter({ hasText: 'I bring the pump' })).toContainText('The original message was deleted');
    await expect(view.timeline.getByText('The blue boat leaks')).toHaveCount(0);
  }
});

test('TALK5 a mention is highlighted for the mentioned person and counted exactly', async ({ open, server }) => {
  const { ana, bo, here, there } = await two(open, server.url);
  const market = await ana.createRoom('Market');
  await bo.join(market);
  const entry = new Shell(there.page).entry('Market').locator('[data-unread]');
  await expect(new Shell(there.page).entry('Market')).toBeVisible();
  await ana.send(market, 'nobody in particular');
  await ana.send(market, 'you, @bo');
  await ana.send(market, '`not @bo`');
  await ana.send(market, 'and @bo again');
  // Two mentions and four unread messages, each in its own badge, then both in words.
  await expect(entry).toHaveText('@244 unread messages, 2 mentions');
  await expect(there.page).toHaveTitle('(4) Harbour · Confluence');

  await here.send('@bo, ahoy');
  await expect(there.rows.filter({ hasText: 'ahoy' })).toHaveAttribute('data-named', 'true');
  await expect(here.rows.filter({ hasText: 'ahoy' })).not.toHaveAttribute('data-named');
  await new Shell(there.page).openRoom('Market');
  await expect(there.rows.filter({ hasText: 'you,' })).toHaveAttribute('data-named', 'true');
  await expect(there.rows.filter({ hasText: 'not @bo' })).not.toHaveAttribute('data-named');
  await expect(entry).toHaveCount(0);
  await expect.poll(async () => (await bo.room(market.id)).you?.unread).toBe(0);
});

test('ROOM14 a room set to mentions only stays quiet about other messages, in the title too', async ({ open, server }) => {
  const { ana, bo, there } = await two(open, server.url);
  const market = await ana.createRoom('Market');
  await bo.join(market);
  await new Shell(there.page).openRoom('Market');
  await there.page.getByRole('button', { name: 'Details' }).click();
  const stored = there.page.waitForResponse((answer) => answer.url().endsWith('/membership') && answer.ok());
  await there.page.getByRole('group', { name: 'Notifications' }).getByText('Mentions').click();
  await stored;
  await new Shell(there.page).openRoom('Harbour');
  await expect(there.page).toHaveTitle('Harbour · Confluence');
  const badge = new Shell(there.page).entry('Market').locator('[data-unread]');
  await ana.send(market, 'small talk');
  await expect(badge).toHaveAttribute('data-unread', '1');
  await expect(there.page).toHaveTitle('Harbour · Confluence');
  await ana.send(market, 'for you, @bo');
  await expect(badge).toHaveAttribute('data-unread', '2');
  await expect(there.page).toHaveTitle('(1) Harbour · Confluence');
});

test('TALK7 moderators pin and unpin; a plain member sees the pins and cannot', async ({ open, server }) => {
  const { bo, harbour, here, there } = await two(open, server.url);
  await bo.send(harbour, 'The key hangs behind the door');
  await here.expectMessage('The key hangs behind the door');
  const entries = await menu(there, there.row('The key hangs behind the door'));
  await expect(entries.getByRole('menuitem', { name: 'Message info' })).toBeVisible();
  await expect(entries.getByRole('menuitem', { name: 'Pin' })).toHaveCount(0);
  await there.page.keyboard.press('Escape');
  await there.page.getByRole('button', { name: 'Details' }).click();
  await expect(there.page.getByRole('complementary').or(there.page.getByRole('region', { name: 'Details' })).first()).toBeVisible();

  await choose(here, here.row('The key hangs behind the door'), 'Pin');
  const pins = there.page.getByRole('region', { name: 'Pinned messages' });
  await expect(pins).toContainText('The key hangs behind the door');
  await expect(pins.getByRole('button', { name: /^Unpin/ })).toHaveCount(0);
  await choose(here, here.row('The key hangs behind the door').first(), 'Unpin');
  await expect(pins.getByText('The key hangs behind the door')).toHaveCount(0);
});

test('TALK6 people who keep read receipts private are counted but not named', async ({ open, server }) => {
  const { ana, bo, harbour, here, there } = await two(open, server.url);
  const cleo = await Account.signUp(server.url, 'cleo');
  await cleo.join(harbour);
  await there.page.goto('/settings/privacy');
  const toggle = there.page.getByRole('switch', { name: 'Share read receipts' });
  await expect(toggle).toBeChecked();
  const stored = there.page.waitForResponse((answer) => answer.url().endsWith('/me') && answer.request().method() === 'PATCH' && answer.ok());
  await toggle.click();
  await stored;
  await expect(toggle).not.toBeChecked();

  const message = await ana.send(harbour, 'Meet at the steps');
  await bo.markRead(harbour, message.seq);
  await cleo.markRead(harbour, message.seq);
  await choose(here, here.row('Meet at the steps'), 'Message info');
  const info = here.page.getByRole('dialog', { name: 'Message info' });
  const seen = info.getByRole('list', { name: 'Seen by' });
  await expect(seen).toContainText('@cleo');
  await expect(info).toContainText('1 more person has seen it but keeps that private.');
  await expect(seen).not.toContainText('@bo');
  await expect(info.getByRole('list', { name: 'Not seen yet' })).not.toContainText('@bo');
});
