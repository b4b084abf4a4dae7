// Administration: suspending, one-time password links, deleting and restoring, usage and the audit log.
import { expect, test } from '../harness/test.ts';
import { expectAxeFindsNothing } from '../harness/axe.ts';
import { Account } from '../harness/api.ts';
import { scene } from '../harness/seed.ts';
import { AdminPage, type Section } from '../pages/admin.ts';
import { Entrance } from '../pages/entrance.ts';
import { RoomPage } from '../pages/room.ts';
import { Shell } from '../pages/shell.ts';

test('UI100 UI102 ADMIN4 a suspended person is signed out at once, and sign-in tells them why', async ({ open, server }) => {
  const { ana, bo, harbour } = await scene(server.url);
  const bos = await open(bo);
  await new RoomPage(bos).goto(harbour.id);

  const page = await open(ana);
  await page.goto('/');
  await new Shell(page).accountMenu.click();
  await page.getByRole('menuitem', { name: 'Administration' }).click();
  const admin = new AdminPage(page);
  await expect(admin.entry('Bo Lindqvist')).toContainText('@bo');
  await admin.act('Bo Lindqvist', 'Suspend…');
  const dialog = page.getByRole('dialog', { name: 'Suspend Bo Lindqvist' });
  await dialog.getByLabel('For how long').selectOption({ label: '1 day' });
  await dialog.getByLabel('Reason').fill('Sold the boat twice');
  await dialog.getByRole('button', { name: 'Suspend' }).click();

  // A wrong password changes nothing, and the right one continues where it stopped.
  await admin.elevate('not the password');
  await expect(admin.passwordDialog.getByRole('alert')).toContainText("That's not your password.");
  await admin.elevate();
  await expect(dialog).toBeHidden();
  await expect(admin.entry('Bo Lindqvist')).toContainText('Reason: Sold the boat twice');

  await expect(bos.getByRole('button', { name: 'Sign in' })).toBeVisible();
  await expect(new RoomPage(bos).composer).toBeHidden();
  const entrance = new Entrance(bos);
  await entrance.signIn('bo');
  await expect(entrance.errors).toContainText('This account is suspended');

  // Within 15 minutes the password is not asked for again.
  await admin.act('Bo Lindqvist', 'End suspension');
  await expect(page.getByText('Bo Lindqvist can sign in again.')).toBeVisible();
  await expect(admin.passwordDialog).toBeHidden();
  await entrance.signIn('bo');
  await expect(new Shell(bos).rooms).toBeVisible();
});

test('UI102 ADMIN8 a password link works once', async ({ open, server }) => {
  const { ana, bo, harbour } = await scene(server.url);
  const bos = await open(bo);
  await new RoomPage(bos).goto(harbour.id);
  const page = await open(ana);
  const admin = new AdminPage(page);
  await admin.goto('people');
  await admin.act('Bo Lindqvist', 'Create password link…');
  const dialog = page.getByRole('dialog', { name: 'Password link for Bo Lindqvist' });
  await dialog.getByRole('button', { name: 'Create link' }).click();
  await admin.elevate();
  const link = await dialog.getByLabel('One-time link').inputValue();
  await expectAxeFindsNothing(page, 'the password link');
  await dialog.getByRole('button', { name: 'Done' }).click();
  await expect(dialog).toBeHidden();

  const { pathname } = new URL(link);
  const stranger = await open();
  await stranger.goto(pathname);
  await expectAxeFindsNothing(stranger, 'the page for a new password');
  const reset = async (password: string) => {
    await stranger.getByLabel('New password').fill(password);
    await stranger.getByRole('button', { name: 'Set password' }).click();
  };
  await reset('short');
  await expect(stranger.getByRole('alert')).toContainText('Use at least 8 characters.');
  await reset('three rivers meet at dawn');
  await expect(stranger.getByRole('heading', { name: 'Password changed' })).toBeVisible();
  await expect(bos.getByRole('button', { name: 'Sign in' })).toBeVisible();
  await new Entrance(stranger).signIn('bo', 'three rivers meet at dawn');
  await expect(new Shell(stranger).rooms).toBeVisible();

  const late = await open();
  await late.goto(pathname);
  await late.getByLabel('New password').fill('four rivers meet at noon');
  await late.getByRole('button', { name: 'Set password' }).click();
  await expect(late.getByRole('heading', { name: 'This link no longer works' })).toBeVisible();
});

test('UI101 a deleted room disappears for its members and comes back when it is restored', async ({ open, server }) => {
  const { ana, bo, harbour } = await scene(server.url);
  const bos = await open(bo);
  await new RoomPage(bos).goto(harbour.id);
  const page = await open(ana);
  const admin = new AdminPage(page);
  await admin.goto('rooms');
  await admin.act('Harbour', 'Delete room…');
  await page.getByRole('dialog', { name: 'Delete Harbour?' }).getByRole('button', { name: 'Continue' }).click();
  const sure = page.getByRole('dialog', { name: 'Are you sure?' });
  await sure.getByLabel('Type Harbour to confirm').fill('Harbour');
  await sure.getByRole('button', { name: 'Delete' }).click();
  await admin.elevate();
  await expect(admin.entry('Harbour')).toContainText('Being deleted');
  await expect(new Shell(bos).entry('Harbour')).toBeHidden();

  await admin.act('Harbour', 'Restore room');
  await expect(admin.entry('Harbour')).not.toContainText('Being deleted');
  await bos.reload();
  await expect(new Shell(bos).entry('Harbour')).toBeVisible();
});

test('ADMIN9 sign-up policy and default rooms apply to the next account', async ({ open, server }) => {
  const { ana } = await scene(server.url);
  const page = await open(ana);
  const admin = new AdminPage(page);
  await admin.goto('settings');
  await page.getByRole('button', { name: 'Add Garden' }).click();
  await page.getByRole('button', { name: 'Save settings' }).click();
  await admin.elevate();
  await expect(page.getByText('Server settings saved.')).toBeVisible();
  const dan = await Account.signUp(server.url, 'dan');
  expect((await dan.rooms()).map(({ name }) => name)).toEqual(['Garden']);

  await page.getByText('No one', { exact: true }).click();
  await page.getByRole('button', { name: 'Save settings' }).click();
  const stranger = await open();
  await expect
    .poll(async () => ((await (await stranger.request.get('/api/v1/server')).json()) as { sign_up: string }).sign_up)
    .toBe('closed');
  await stranger.goto('/sign-up');
  await expect(stranger.getByText('Sign-up is closed on this server.')).toBeVisible();
});

test('ADMIN7 an invitation to any room can be revoked', async ({ open, server }) => {
  const { ana, bo, harbour } = await scene(server.url);
  const { code } = await bo.invite(harbour);
  const page = await open(ana);
  const admin = new AdminPage(page);
  await admin.goto('invites');
  await expect(admin.entry('Harbour')).toContainText('Created by Bo Lindqvist');
  await page.getByRole('button', { name: 'Revoke the invitation to Harbour' }).click();
  await admin.elevate();
  await expect(page.getByRole('heading', { name: 'No active invitations' })).toBeVisible();
  const stranger = await open();
  await stranger.goto(`/invite/${code}`);
  await expect(stranger.getByRole('heading', { name: "This invitation doesn't work" })).toBeVisible();
});

test('UI103 ADMIN11 usage counts, and the audit log says who did what', async ({ open, server }) => {
  const { ana } = await scene(server.url);
  const page = await open(ana);
  const admin = new AdminPage(page);
  await admin.goto('usage');
  const people = page.getByRole('region', { name: 'People' });
  await expect(people.locator('div').filter({ hasText: /^Accounts/ })).toContainText('3');
  await expect(page.getByRole('img', { name: /^Bar chart: \d+ messages in total/ })).toBeVisible();
  await page.getByText('Show as a table').click();
  await expect(page.getByRole('row')).toHaveCount(31);

  await admin.open('people');
  await admin.act('Cleo Okafor', 'Sign out everywhere…');
  await page.getByRole('dialog').getByRole('button', { name: 'Sign out everywhere' }).click();
  await admin.elevate();
  await expect(page.getByText('Cleo Okafor has been signed out everywhere.')).toBeVisible();

  await admin.open('audit');
  await page.getByLabel('What was done').selectOption({ label: 'Signed out everywhere' });
  await expect(admin.entries).toHaveCount(1);
  for (const text of ['Signed out everywhere', 'Ana Ferreira', 'Cleo Okafor']) await expect(admin.entries).toContainText(text);
  await page.getByRole('group', { name: 'Who did it' }).getByRole('searchbox').fill('bo');
  await page.getByRole('button', { name: /^Bo Lindqvist/ }).click();
  await expect(page.getByText('Nothing recorded matches these filters.')).toBeVisible();
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await expect(admin.entries.filter({ hasText: 'Password confirmed for changes' })).toHaveCount(1);
});

const SECTIONS: readonly Section[] = ['people', 'rooms', 'groups', 'invites', 'reports', 'settings', 'usage', 'audit'];
for (const width of [320, 390, 1280]) {
  test(`UI103 every section fits ${width} px and passes axe`, async ({ open, server }) => {
    const { ana, bo, harbour } = await scene(server.url);
    await bo.invite(harbour);
    const page = await open(ana, { viewport: { width, height: 800 }, reducedMotion: 'reduce' });
    const admin = new AdminPage(page);
    for (const section of SECTIONS) {
      await admin.goto(section);
      if (section === 'people' || section === 'rooms') await expect(admin.entries).not.toHaveCount(0);
      if (section === 'usage') await expect(page.getByRole('img', { name: /^Bar chart/ })).toBeVisible();
      await new Shell(page).expectNoSidewaysScroll();
      await expectAxeFindsNothing(page, `${section} at ${width} px`);
    }
  });
}

test('UI100 administration is only for administrators', async ({ open, server }) => {
  const { bo } = await scene(server.url);
  const page = await open(bo);
  await page.goto('/');
  await new Shell(page).accountMenu.click();
  await expect(page.getByRole('menuitem', { name: 'Administration' })).toHaveCount(0);
  await page.goto('/admin/people');
  await expect(page.getByRole('heading', { name: 'This page is for administrators' })).toBeVisible();
});
