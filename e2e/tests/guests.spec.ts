// Guests: invited into one room until a day, they see nothing else of the server.
import type { Page } from '@playwright/test';
import { expect, test } from '../harness/test.ts';
import { expectAxeFindsNothing } from '../harness/axe.ts';
import { Account } from '../harness/api.ts';
import { AdminPage } from '../pages/admin.ts';
import { Entrance } from '../pages/entrance.ts';
import { RoomPage } from '../pages/room.ts';
import { Shell } from '../pages/shell.ts';

const DESKTOP = { width: 1280, height: 800 };
const PHONE = { width: 390, height: 844 };
const DAY_MS = 86_400_000;

const inDays = (days: number): string => new Date(Date.now() + days * DAY_MS).toISOString();

/** The line above a guest's account. */
const lineOf = (page: Page) => new Shell(page).rooms.getByText(/^You are a guest until /);

/** The list of rooms: on a phone it is a page of its own. */
async function openList(page: Page): Promise<void> {
  await page.goto('/');
  await expect(new Shell(page).entry('Harbour')).toBeVisible();
}

/** Signs somebody up with the link of an invitation, and waits for its room. */
async function signUpWith(page: Page, code: string, username: string, name: string): Promise<void> {
  await page.goto(`/invite/${code}`);
  await page.getByRole('link', { name: 'Create account' }).click();
  await new Entrance(page).fillSignUp(username, name);
  await new RoomPage(page).ready();
}

for (const viewport of [DESKTOP, PHONE]) {
  test(`UI180 UI181 UI182 a guest joins a private room, sees nothing else, and chats (${viewport.width} px)`, async ({ open, server }) => {
    const ana = await Account.signUp(server.url, 'ana', 'Ana');
    const room = await ana.createRoom('Harbour', { kind: 'private' });
    await ana.createRoom('Market');
    const anas = await open(ana, { viewport: DESKTOP });
    const hers = new RoomPage(anas);
    await hers.goto(room.id);

    // The owner makes a link for guests.
    await hers.header.getByRole('button', { name: 'Invite people' }).click();
    const invite = anas.getByRole('dialog', { name: /^Invite people/ });
    await invite.getByRole('radio', { name: 'Guests' }).check({ force: true });
    await expect(invite.getByText(/^Guests see only this room/)).toBeVisible();
    await invite.getByLabel('Guest access ends').selectOption({ label: 'In 1 week' });
    await expectAxeFindsNothing(anas, 'invite dialog for guests');
    await invite.getByRole('button', { name: 'Create link' }).click();
    const link = invite.getByLabel('Invitation link', { exact: true });
    await expect(link).toHaveValue(/\/invite\//);
    const { pathname } = new URL(await link.inputValue());
    await invite.getByRole('button', { name: 'Close' }).click();
    await hers.header.getByRole('button', { name: 'Invite people' }).click();
    await expect(invite.getByText(/^Guests until /)).toBeVisible();
    await invite.getByRole('button', { name: 'Close' }).click();

    // Somebody without an account opens it and signs up.
    const page = await open(undefined, { viewport });
    const theirs = new RoomPage(page);
    await page.goto(pathname);
    await expect(page.getByText(/^You will be a guest of this room until /)).toBeVisible();
    await expectAxeFindsNothing(page, 'the invitation of a guest');
    await page.getByRole('link', { name: 'Create account' }).click();
    await new Entrance(page).fillSignUp('gil', 'Gil');
    await theirs.ready();
    await expect(page).toHaveURL(new RegExp(`/r/${room.id}`));
    await theirs.sendStored('Hello from outside.');
    await hers.expectMessage('Hello from outside.');
    await hers.sendStored('Welcome aboard.');
    await theirs.expectMessage('Welcome aboard.');

    // Nothing in the room leads elsewhere.
    await expect(page.getByRole('button', { name: 'Invite people' })).toHaveCount(0);
    await page.getByRole('button', { name: 'Room actions' }).click();
    await expect(page.getByRole('menuitem', { name: /^Leave room/ })).toBeVisible();
    await expect(page.getByRole('menuitem', { name: 'Invite people' })).toHaveCount(0);
    await page.keyboard.press('Escape');
    await theirs.row('Welcome aboard.').getByRole('button', { name: 'Ana', exact: true }).click();
    const card = page.getByRole('dialog', { name: 'Ana' });
    await expect(card).toContainText('@ana');
    await expect(card.getByRole('button', { name: 'Message' })).toHaveCount(0);
    await page.keyboard.press('Escape');
    await expect(card).toBeHidden();

    // Nor does anything in the list and in the palette.
    await openList(page);
    await expect(lineOf(page)).toBeVisible();
    const { rooms } = new Shell(page);
    await expect(new Shell(page).entry('Market')).toHaveCount(0);
    await expect(rooms.getByRole('button', { name: 'New', exact: true })).toHaveCount(0);
    await expect(rooms.getByRole('button', { name: 'New message' })).toHaveCount(0);
    await expect(rooms.getByText('Direct messages')).toHaveCount(0);
    await new Shell(page).expectNoSidewaysScroll();
    await expectAxeFindsNothing(page, 'the list of a guest');
    await page.keyboard.press('Control+k');
    await expect(page.getByRole('option', { name: 'Settings' })).toBeVisible();
    await expect(page.getByRole('option', { name: /Harbour/ })).toBeVisible();
    await expect(page.getByRole('option')).toHaveCount(2);
    await page.keyboard.press('Escape');
    await page.goto('/rooms');
    await expect(lineOf(page)).toBeAttached();
    await expect(page).not.toHaveURL(/\/rooms$/);
    await expect(page.getByRole('heading', { name: 'Browse rooms' })).toHaveCount(0);

    // The owner sees who is a guest, and gives them more time.
    await openList(page);
    const before = (await lineOf(page).textContent()) ?? '';
    await anas.getByRole('button', { name: 'Details', exact: true }).click();
    const pane = anas.getByRole('region', { name: 'Members', exact: true });
    const row = pane.getByRole('listitem').filter({ hasText: '@gil' });
    await expect(row.getByText('Guest', { exact: true })).toBeVisible();
    await expect(row.getByText(/^until /)).toBeVisible();
    await row.getByRole('button', { name: 'Actions for Gil' }).click();
    await expect(anas.getByRole('menuitem')).toHaveText(['Change end of guest access…', 'Remove from room…', 'Suspend or ban…']);
    await anas.getByRole('menuitem', { name: 'Change end of guest access…' }).click();
    const dialog = anas.getByRole('dialog', { name: 'Guest access of Gil' });
    await dialog.getByLabel('Last day').fill(inDays(60).slice(0, 10));
    await expectAxeFindsNothing(anas, 'the end of guest access');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await expect(dialog).toBeHidden();
    await expect(anas.getByRole('status', { name: 'Notices' }).getByText(/^Gil is a guest until /)).toBeVisible();
    await expect(lineOf(page)).not.toHaveText(before);
    await expect(anas.getByText(/^Ana set the guest access of Gil to end on /)).toBeVisible();
    await expectAxeFindsNothing(anas, 'the members with a guest');
  });
}

test('UI181 a guest who has left learns what to do, and comes back with another link for guests', async ({ open, server }) => {
  const ana = await Account.signUp(server.url, 'ana', 'Ana');
  const room = await ana.createRoom('Harbour', { kind: 'private' });
  const guest_until = inDays(7);
  const page = await open(undefined, { viewport: PHONE });
  await signUpWith(page, (await ana.invite(room, { guest_until })).code, 'gil', 'Gil');

  await page.getByRole('button', { name: 'Room actions' }).click();
  await page.getByRole('menuitem', { name: /^Leave room/ }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Leave room' }).click();
  await expect(page.getByText(/^You are a guest and not in a room now\./)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Create room' })).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Browse rooms' })).toHaveCount(0);
  await expectAxeFindsNothing(page, 'a guest without a room');

  const ordinary = await ana.invite(room);
  await page.goto(`/invite/${ordinary.code}`);
  await page.getByRole('button', { name: 'Join Harbour' }).click();
  await expect(page.getByRole('alert')).toContainText('with a link for guests');
  await page.goto(`/invite/${(await ana.invite(room, { guest_until })).code}`);
  await page.getByRole('button', { name: 'Join Harbour' }).click();
  await new RoomPage(page).ready();
});

test('UI184 an administrator makes a guest a full account, who is offered everything at once', async ({ open, server }) => {
  const ana = await Account.signUp(server.url, 'ana', 'Ana');
  const room = await ana.createRoom('Harbour', { kind: 'private' });
  const page = await open(undefined, { viewport: DESKTOP });
  await signUpWith(page, (await ana.invite(room, { guest_until: inDays(7) })).code, 'gil', 'Gil');
  await expect(lineOf(page)).toBeVisible();

  const anas = await open(ana, { viewport: DESKTOP });
  const admin = new AdminPage(anas);
  await admin.goto('people');
  await expect(admin.entry('Gil').getByText(/^Guest until /)).toBeVisible();
  await admin.act('Gil', 'Make a full account…');
  const dialog = anas.getByRole('dialog', { name: 'Make Gil a full account?' });
  await expectAxeFindsNothing(anas, 'making a full account');
  await dialog.getByRole('button', { name: 'Make a full account' }).click();
  await admin.elevate();
  await expect(dialog).toBeHidden();
  await expect(admin.entry('Gil').getByText(/^Guest/)).toHaveCount(0);

  await expect(new Shell(page).rooms.getByRole('button', { name: 'New', exact: true })).toBeVisible();
  await expect(lineOf(page)).toHaveCount(0);
  await page.goto('/rooms');
  await expect(page.getByRole('heading', { name: 'Browse rooms' })).toBeVisible();
});
