// Reports and acts of moderation, as moderators see them and members do not.
import { expectAxeFindsNothing } from '../harness/axe.ts';
import { expect, test } from '../harness/test.ts';
import { Account } from '../harness/api.ts';
import { RoomPage } from '../pages/room.ts';

/** Ana owns the room; Bo and Cleo are members. */
async function room(url: string) {
  const ana = await Account.signUp(url, 'ana', 'Ana');
  const bo = await Account.signUp(url, 'bo', 'Bo');
  const cleo = await Account.signUp(url, 'cleo', 'Cleo');
  const harbour = await ana.createRoom('Harbour');
  for (const person of [bo, cleo]) await person.join(harbour);
  return { ana, bo, cleo, harbour };
}

async function choose(view: RoomPage, text: string, entry: string): Promise<void> {
  await view.row(text).hover();
  await view.row(text).getByRole('button', { name: 'More actions' }).click();
  await view.page.getByRole('menu', { name: 'Actions' }).getByRole('menuitem', { name: entry, exact: true }).click();
}

test('UX34 UX35 a reported message is deleted, and only moderators see why', async ({ open, server }) => {
  const { ana, bo, cleo, harbour } = await room(server.url);
  const [here, there] = [new RoomPage(await open(ana)), new RoomPage(await open(cleo))];
  await here.goto(harbour.id);
  await there.goto(harbour.id);
  await there.sendStored('Good morning');
  const loud = new RoomPage(await open(bo));
  await loud.goto(harbour.id);
  await loud.sendStored('Cheap sails');
  if (!(await here.page.getByRole('region', { name: 'Members', exact: true }).isVisible()))
    await here.page.getByRole('button', { name: 'Details', exact: true }).click();

  await choose(there, 'Cheap sails', 'Report…');
  const report = there.page.getByRole('dialog', { name: "Report Bo's message" });
  // Loaded when it is first opened, so it may not be there yet.
  await expect(report).toBeVisible();
  await expectAxeFindsNothing(there.page, 'report dialog');
  await report.getByRole('button', { name: 'Report', exact: true }).click();
  await expect(report).toContainText("Say what's wrong with the message.");
  await report.getByRole('textbox', { name: "What's wrong with it?" }).fill('Advertising');
  await report.getByRole('button', { name: 'Report', exact: true }).click();
  await expect(there.page.getByRole('status', { name: 'Notices' })).toContainText('Reported. Thank you.');

  // The number of open reports shows without a reload.
  await here.page.getByRole('button', { name: /^Reports 1 open/ }).click();
  const reports = here.page.getByRole('region', { name: 'Reports' });
  await expect(reports.getByRole('listitem')).toContainText('Cheap sails');
  await expect(reports.getByRole('listitem')).toContainText('Reason: Advertising');
  await expect(reports.getByRole('listitem')).toContainText('Reported by Cleo');
  await expectAxeFindsNothing(here.page, 'reports');
  await reports.getByRole('button', { name: 'Delete message…' }).click();
  const deletion = here.page.getByRole('dialog', { name: "Delete Bo's message?" });
  await deletion.getByRole('textbox', { name: 'Reason' }).fill('no trade here');
  await deletion.getByRole('button', { name: 'Delete', exact: true }).click();
  await expect(there.page.getByText('This message was deleted')).toBeVisible();
  await reports.getByRole('button', { name: 'Mark as done' }).click();
  await expect(reports.getByText('No open reports')).toBeVisible();
  await expect(reports).toBeFocused();

  const lines = here.list.locator('[data-act]');
  await expect(lines).toHaveText([/^Ana deleted a message by Bo: no trade here/, /^Ana dealt with a report about Bo/]);
  await expect(there.page.locator('[data-act]')).toHaveCount(0);
  await expect(there.page.getByText('no trade here')).toHaveCount(0);
});

test('UX34 a removal shows as a line with its reason, live and after a reload', async ({ open, server }) => {
  const { ana, harbour } = await room(server.url);
  const here = new RoomPage(await open(ana));
  await here.goto(harbour.id);
  await here.sendStored('Order, please');
  const members = here.page.getByRole('region', { name: 'Members', exact: true });
  if (!(await members.isVisible())) await here.page.getByRole('button', { name: 'Details', exact: true }).click();
  await members.getByRole('button', { name: 'Actions for Bo' }).click();
  await here.page.getByRole('menuitem', { name: 'Remove from room…' }).click();
  const dialog = here.page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Reason' }).fill('advertising');
  await dialog.getByRole('button', { name: 'Remove', exact: true }).click();
  const line = here.list.locator('[data-act="member.removed"]');
  await expect(line).toHaveText(/^Ana removed Bo: advertising/);
  expect(await here.distanceFromBottom()).toBeLessThanOrEqual(1);
  await here.page.reload();
  await expect(line).toBeVisible();
});

test('ROOM26 a member who is named may post where only moderators may', async ({ open, server }) => {
  const { ana, bo, harbour } = await room(server.url);
  await ana.patchRoom(harbour, { posting: 'moderators' });
  const here = new RoomPage(await open(ana));
  await here.goto(harbour.id);
  const page = await open(bo);
  await page.goto(`/r/${harbour.id}`);
  await expect(page.getByText('Only moderators can post here')).toBeVisible();
  const members = here.page.getByRole('region', { name: 'Members', exact: true });
  if (!(await members.isVisible())) await here.page.getByRole('button', { name: 'Details', exact: true }).click();
  await members.getByRole('button', { name: 'Actions for Bo' }).click();
  await here.page.getByRole('menuitem', { name: 'Let them post', exact: true }).click();
  await expect(members.getByRole('listitem').filter({ hasText: 'Bo' })).toContainText('May post');
  const theirs = new RoomPage(page);
  await theirs.sendStored('An announcement');
  await here.expectMessage('An announcement');
});

test('the card of a person offers a moderator what the list of members does', async ({ open, server }) => {
  const { ana, bo, harbour } = await room(server.url);
  const [here, there] = [new RoomPage(await open(ana)), new RoomPage(await open(bo))];
  await here.goto(harbour.id);
  await there.goto(harbour.id);
  await there.sendStored('Hello');
  await here.row('Hello').getByRole('button', { name: 'Bo', exact: true }).click();
  const acts = here.page.getByRole('group', { name: 'Actions for Bo' });
  await expect(acts.getByRole('button')).toHaveText([
    'Make owner…',
    'Make moderator',
    'Remove from room…',
    'Suspend or ban…',
  ]);
  await acts.getByRole('button', { name: 'Remove from room…' }).click();
  await here.page.getByRole('dialog').getByRole('button', { name: 'Remove', exact: true }).click();
  await expect(there.page.getByRole('main')).toContainText('A moderator removed you from this room.');
});
