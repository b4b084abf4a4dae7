// From the first visit to a sent message by keyboard only.
import { expect, test } from '../../harness/test.ts';
import type { Page } from '@playwright/test';
import { RoomPage } from '../../pages/room.ts';

/** Presses Tab until the focused element has this name, at most forty times. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let stop = 0; stop < 40; stop += 1) {
    await page.keyboard.press('Tab');
    const focused = await page.evaluate(() => {
      const element = document.activeElement;
      if (element === null) return '';
      const labelled = (element as HTMLInputElement).labels?.[0]?.textContent ?? '';
      return [element.getAttribute('aria-label'), labelled, element.textContent].find((text) => text !== null && text !== '') ?? '';
    });
    if (name.test(focused.trim())) return;
  }
  throw new Error(`no stop called ${name} within forty`);
}

test('UI17 a new server can be set up and used by keyboard alone', async ({ open }) => {
  const page = await open();
  await page.goto('/');
  await expect(page.getByRole('heading', { name: 'Set up this server' })).toBeVisible();
  await tabTo(page, /^Username/);
  await page.keyboard.type('ana');
  await tabTo(page, /^Password/);
  await page.keyboard.type('two rivers meet at dusk');
  await tabTo(page, /^First room/);
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('Harbour');
  await page.keyboard.press('Enter');
  const room = new RoomPage(page);
  await room.ready();
  // The composer takes focus a moment after it shows, so wait instead of tabbing to it.
  await expect(room.composer).toBeFocused();
  await page.keyboard.type('written without a mouse');
  await page.keyboard.press('Enter');
  await expect(room.row('written without a mouse')).toHaveAttribute('data-state', 'sent');
});
