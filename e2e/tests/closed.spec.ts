// Servers with restricted sign-up say so before a form is filled in.
import { expect, test } from '../harness/test.ts';
import { expectAxeFindsNothing } from '../harness/axe.ts';
import { Account } from '../harness/api.ts';
import { Entrance } from '../pages/entrance.ts';
import { RoomPage } from '../pages/room.ts';

test.describe('by invitation', () => {
  test.use({ settings: { SIGN_UP: 'invite' } });

  test('UI3 landing page and sign-up say that an invitation is needed, and an invited person can sign up', async ({ open, server }) => {
    const ana = await Account.signUp(server.url, 'ana');
    const room = await ana.createRoom('Harbour');
    const { code } = await ana.invite(room);
    const page = await open();
    await page.goto('/');
    await expect(page.getByText('You need an invitation to create an account here.')).toBeVisible();
    await expect(page.getByRole('link', { name: 'Create an account' })).toHaveCount(0);
    await expectAxeFindsNothing(page, 'landing, by invitation');
    await page.goto('/sign-up');
    await expect(page.getByText(/^You need an invitation to create an account here\./)).toBeVisible();
    await expect(page.getByLabel('Username')).toHaveCount(0);
    await page.goto(`/invite/${code}`);
    await page.getByRole('link', { name: 'Create account' }).click();
    await new Entrance(page).fillSignUp('bo', 'Bo');
    await new RoomPage(page).ready();
    await expect(page.getByRole('heading', { name: 'Harbour', level: 1 })).toBeVisible();
  });
});

test.describe('closed', () => {
  test.use({ settings: { SIGN_UP: 'closed' } });

  test('UI3 a closed server can still be set up; afterwards it says that sign-up is closed', async ({ open }) => {
    const owner = await open();
    await new Entrance(owner).setUp('ana', 'Ana', 'Harbour');
    await new RoomPage(owner).ready();
    const page = await open();
    await page.goto('/');
    await expect(page.getByText('Sign-up is closed on this server.')).toBeVisible();
    await page.goto('/sign-up');
    await expect(page.getByText(/^Sign-up is closed on this server\./)).toBeVisible();
    await expectAxeFindsNothing(page, 'sign-up, closed');
  });
});
