// Roles, removals, bans and handing over, by two or three people with the room open.
import type { Locator, Page } from '@playwright/test';
import { expectAxeFindsNothing } from '../../harness/axe.ts';
import { expect, test } from '../../harness/test.ts';
import { Account } from '../../harness/api.ts';
import { RoomPage } from '../../pages/room.ts';
import { Shell } from '../../pages/shell.ts';

/** The members pane of an open room. */
class Members {
  constructor(readonly page: Page) {}

  get pane(): Locator {
    return this.page.getByRole('region', { name: 'Members', exact: true });
  }

  row(name: string): Locator {
    return this.pane.getByRole('listitem').filter({ hasText: name });
  }

  menu(name: string): Locator {
    return this.pane.getByRole('button', { name: `Actions for ${name}` });
  }

  get dialog(): Locator {
    return this.page.getByRole('dialog');
  }

  async open(): Promise<void> {
    if (!(await this.pane.isVisible())) await this.page.getByRole('button', { name: 'Details', exact: true }).click();
    await expect(this.pane).toBeVisible();
  }

  async act(name: string, entry: string): Promise<void> {
    await this.menu(name).click();
    await this.page.getByRole('menuitem', { name: entry, exact: true }).click();
  }

  async entries(name: string): Promise<string[]> {
    await this.menu(name).click();
    const texts = await this.page.getByRole('menuitem').allTextContents();
    await this.page.keyboard.press('Escape');
    await expect(this.menu(name)).toBeFocused();
    return texts;
  }

  notice(text: string | RegExp): Locator {
    return this.page.getByRole('status', { name: 'Notices' }).getByText(text);
  }
}

/** Ana owns the room, the others are members; the first of them has it open. */
async function room(url: string, kind: 'public' | 'private' = 'public') {
  const ana = await Account.signUp(url, 'ana', 'Ana');
  const bo = await Account.signUp(url, 'bo', 'Bo');
  const cleo = await Account.signUp(url, 'cleo', 'Cléo Okafor');
  const harbour = await ana.createRoom('Harbour');
  for (const person of [bo, cleo]) await person.join(harbour);
  if (kind === 'private') await ana.patchRoom(harbour, { kind });
  return { ana, bo, cleo, harbour };
}

test('UX29 UX30 an owner finds, promotes and demotes a member, whose rights follow at once', async ({ open, server }) => {
  const { ana, bo, harbour } = await room(server.url);
  const page = await open(ana);
  const members = new Members(page);
  await new RoomPage(page).goto(harbour.id);
  await members.open();
  const bos = await open(bo);
  const theirs = new Members(bos);
  await new RoomPage(bos).goto(harbour.id);
  await theirs.open();
  await expect(theirs.row('Cléo')).toBeVisible();
  await expect(theirs.menu('Cléo Okafor')).toBeHidden();

  const search = members.pane.getByRole('searchbox', { name: 'Search members' });
  await search.fill('okafor');
  await expect(members.row('Cléo')).toBeVisible();
  await expect(members.row('Bo')).toBeHidden();
  await search.fill('nobody at all');
  await expect(members.pane.getByText('No one here matches “nobody at all”.')).toBeVisible();
  await members.pane.getByRole('button', { name: 'Clear' }).click();
  await expect(search).toBeFocused();

  expect(await members.entries('Bo')).toEqual(['Make owner…', 'Make moderator', 'Remove from room…', 'Suspend or ban…']);
  await members.menu('Bo').focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menuitem', { name: 'Make owner…' })).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(members.notice('Bo is now a moderator.')).toBeVisible();
  await expect(members.row('Bo')).toContainText('Moderator');
  await expect(members.pane.getByRole('listitem').nth(1)).toContainText('Bo');

  // Bo may act on members now, not on the owner, and give up the role.
  await expect(theirs.menu('Cléo Okafor')).toBeVisible();
  await expect(theirs.menu('Ana')).toBeHidden();
  expect(await theirs.entries('Cléo Okafor')).toEqual(['Remove from room…', 'Suspend or ban…']);
  expect(await theirs.entries('Bo')).toEqual(['Step down…']);
  await members.act('Bo', 'Make member');
  await expect(theirs.menu('Cléo Okafor')).toBeHidden();
  await expect(bos.getByRole('button', { name: 'Banned people' })).toBeHidden();

  await members.act('Bo', 'Make owner…');
  await expect(members.dialog).toContainText('Owners can do everything in this room');
  await members.dialog.getByRole('button', { name: 'Make owner' }).click();
  await expect(theirs.menu('Ana')).toBeVisible();
  await theirs.act('Bo', 'Step down…');
  await theirs.dialog.getByRole('button', { name: 'Step down' }).click();
  await expect(theirs.notice("You're now a member.")).toBeVisible();
  await expect(theirs.menu('Ana')).toBeHidden();
  await expect(members.row('Bo')).not.toContainText('Owner');
});

test('UX31 a removed member is told so and can join a public room again', async ({ open, server }) => {
  const { ana, bo, harbour } = await room(server.url);
  const page = await open(ana);
  const members = new Members(page);
  await new RoomPage(page).goto(harbour.id);
  await members.open();
  const bos = await open(bo);
  const view = new RoomPage(bos);
  await view.goto(harbour.id);

  await members.act('Bo', 'Remove from room…');
  await expect(members.dialog).toContainText('They can join this public room again');
  await members.dialog.getByRole('button', { name: 'Remove', exact: true }).click();
  await expect(members.notice('Bo was removed from the room.')).toBeVisible();
  await expect(members.row('Bo')).toBeHidden();
  await expect(members.pane.getByRole('heading', { name: /Members/ })).toBeFocused();

  await expect(bos.getByRole('status', { name: 'Notices' })).toContainText('A moderator removed you from Harbour.');
  await expect(bos.getByRole('main')).toContainText('A moderator removed you from this room.');
  await bos.getByRole('button', { name: 'Join Harbour' }).click();
  await view.ready();
  await expect(members.row('Bo')).toBeVisible();
});

test('UX31 UX32 a banned member is told so and cannot return until the ban is lifted', async ({ open, server }) => {
  const { ana, bo, harbour } = await room(server.url);
  const page = await open(ana);
  const members = new Members(page);
  await new RoomPage(page).goto(harbour.id);
  await members.open();
  const bos = await open(bo);
  const view = new RoomPage(bos);
  await view.goto(harbour.id);

  await members.act('Bo', 'Suspend or ban…');
  await members.dialog.getByRole('combobox', { name: 'For how long' }).selectOption('One week');
  await members.dialog.getByRole('textbox', { name: 'Reason' }).fill('Advertising');
  await expectAxeFindsNothing(page, 'ban dialog');
  await members.dialog.getByRole('button', { name: 'Suspend', exact: true }).click();
  await expect(members.notice(/^Bo is suspended until /)).toBeVisible();

  await expect(bos.getByRole('heading', { name: "You're no longer in Harbour" })).toBeVisible();
  await expect(bos.getByRole('main')).toContainText('A moderator banned you from this room.');
  await expect(bos.getByRole('button', { name: /^Join/ })).toBeHidden();
  await expect(new Shell(bos).entry('Harbour')).toBeHidden();
  await bos.getByRole('main').getByRole('link', { name: 'Browse' }).click();
  await expect(bos.getByRole('heading', { name: 'No public rooms yet' })).toBeVisible();
  await bos.goto(`/r/${harbour.id}`);
  await expect(bos.getByRole('heading', { name: 'Room not found' })).toBeVisible();

  await page.getByRole('button', { name: 'Banned people' }).click();
  const bans = page.getByRole('region', { name: 'Banned people' });
  await expect(bans.getByRole('listitem')).toContainText('Reason: Advertising');
  await expect(bans.getByRole('listitem')).toContainText('Banned by Ana');
  await expect(bans.getByRole('listitem')).toContainText('Until ');
  await expectAxeFindsNothing(page, 'banned people');
  await bans.getByRole('button', { name: 'Lift the ban on Bo' }).click();
  await expect(bans.getByText('No one is banned')).toBeVisible();
  await expect(bans).toBeFocused();
  await page.getByRole('button', { name: 'Back', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Banned people' })).toBeFocused();
  await bos.reload();
  await bos.getByRole('button', { name: 'Join Harbour' }).click();
  await view.ready();
});

test('UX33 the only owner hands over where they leave', async ({ open, server }) => {
  const { ana, cleo, harbour } = await room(server.url, 'private');
  const page = await open(ana, { viewport: { width: 390, height: 800 } });
  const members = new Members(page);
  await new RoomPage(page).goto(harbour.id);
  await members.open();
  await page.getByRole('button', { name: 'Leave room' }).click();
  await expect(members.dialog).toContainText("You're the only owner of Harbour.");
  // Deleting is offered, as a separate act with its own confirmation.
  await expect(members.dialog.getByRole('button', { name: 'Delete room…' })).toBeVisible();
  await members.dialog.getByRole('button', { name: 'Hand over and leave' }).click();
  await expect(members.dialog.getByRole('alert')).toContainText('Choose who takes over.');
  await new Shell(page).expectNoSidewaysScroll();
  await expectAxeFindsNothing(page, 'successor');

  const cleos = await open(cleo);
  const theirs = new Members(cleos);
  await new RoomPage(cleos).goto(harbour.id);
  await theirs.open();
  await members.dialog.getByRole('searchbox', { name: 'Search members' }).fill('cleo');
  await members.dialog.getByRole('radio', { name: /Cléo Okafor/ }).check();
  await members.dialog.getByRole('button', { name: 'Hand over and leave' }).click();
  await expect(members.dialog).toBeHidden();
  await expect.poll(async () => (await ana.rooms()).length).toBe(0);
  await expect(theirs.row('Cléo')).toContainText('Owner');
  await expect(theirs.row('Ana')).toBeHidden();
  await expect(theirs.menu('Bo')).toBeVisible();
});

test('UX33 the only owner hands over where they step down, and one who became it meanwhile where they leave', async ({ open, server }) => {
  const { ana, bo, harbour } = await room(server.url);
  const page = await open(ana);
  const members = new Members(page);
  await new RoomPage(page).goto(harbour.id);
  await members.open();
  await members.act('Ana', 'Step down to moderator…');
  await expect(members.dialog).toContainText("You're the only owner of Harbour.");
  await members.dialog.getByRole('radio', { name: /Bo/ }).check();
  await members.dialog.getByRole('button', { name: 'Hand over and step down' }).click();
  await expect(members.notice("You're now a moderator.")).toBeVisible();
  await expect(members.row('Bo')).toContainText('Owner');
  await expect(members.row('Ana')).toContainText('Moderator');

  // Bo's page shows two owners. If Ana steps down just before Bo leaves, the server refuses, and Bo gets the same choice.
  const bos = await open(bo);
  const theirs = new Members(bos);
  await new RoomPage(bos).goto(harbour.id);
  await theirs.open();
  await theirs.act('Ana', 'Make owner…');
  await theirs.dialog.getByRole('button', { name: 'Make owner' }).click();
  await expect(theirs.notice('Ana is now an owner.')).toBeVisible();
  await bos.getByRole('button', { name: 'Leave room' }).click();
  const refusal = { type: 'about:blank', title: 'Conflict', status: 409, code: 'last_owner', detail: 'the last owner' };
  await bos.route(/\/leave$/, (route) => route.fulfill({ status: 409, json: refusal }), { times: 1 });
  await theirs.dialog.getByRole('button', { name: 'Leave room' }).click();
  await expect(theirs.dialog).toContainText("You're the only owner of Harbour.");
  await theirs.dialog.getByRole('radio', { name: /Ana/ }).check();
  await theirs.dialog.getByRole('button', { name: 'Hand over and leave' }).click();
  await expect(theirs.dialog).toBeHidden();
  await expect(members.row('Bo')).toBeHidden();
});
