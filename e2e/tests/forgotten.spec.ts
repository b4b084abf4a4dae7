// Forgotten passwords in the browser. The mails themselves are checked by the server's tests.
import { expect, test } from '../harness/test.ts';
import { expectAxeFindsNothing } from '../harness/axe.ts';
import { scene } from '../harness/seed.ts';

for (const [width, colorScheme] of [
  [320, 'dark'],
  [1280, 'light'],
] as const) {
  test(`UI170 UI171 UI172 a forgotten password and an e-mail address at ${width} px`, async ({ open, server }) => {
    const { bo } = await scene(server.url);
    const options = { viewport: { width, height: 700 }, colorScheme };
    const page = await open(undefined, options);
    const fits = async (state: string) => {
      await expectAxeFindsNothing(page, state);
      expect(await page.evaluate(() => document.documentElement.scrollWidth), state).toBeLessThanOrEqual(width);
    };
    await page.goto('/sign-in');
    await page.getByRole('link', { name: 'Forgot your password?' }).click();
    await expect(page.getByText('An administrator of this server can make a link')).toBeVisible();
    await fits('without mail');

    // The same pages, as a server with mail shows them.
    const withMail = async (route: import('@playwright/test').Route) => {
      const answer = await route.fetch();
      await route.fulfill({ response: answer, json: { ...(await answer.json()), mail: true } });
    };
    await page.route('**/api/v1/server', withMail);
    await page.reload();
    await page.getByLabel('Email address').fill('bo@example.org');
    await fits('with mail');
    await page.getByRole('button', { name: 'Send link' }).click();
    await expect(page.getByRole('heading', { name: 'Check your email' })).toBeVisible();
    await fits('sent');

    await page.goto('/confirm-email/unknown');
    await fits('to confirm');
    await page.getByRole('button', { name: 'Confirm address' }).click();
    await expect(page.getByRole('heading', { name: 'This link no longer works' })).toBeVisible();
    await fits('no longer');

    const bos = await open(bo, options);
    await bos.route('**/api/v1/server', withMail);
    await bos.goto('/settings/account');
    await bos.getByRole('button', { name: 'Add email address' }).click();
    await bos.getByLabel('New email address').fill('bo@example.org');
    await expectAxeFindsNothing(bos, 'the settings');
    expect(await bos.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  });
}
