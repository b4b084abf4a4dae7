// UX acceptance check 18, and the parts of 13 and 21 about changed messages.
import { expect, test } from '../../harness/test.ts';
import { Account } from '../../harness/api.ts';
import { RoomPage } from '../../pages/room.ts';

test('UX18 a reaction toggles at once; a server error reverts it and shows a notice', async ({ open, server }) => {
  const ana = await Account.signUp(server.url, 'ana');
  const bo = await Account.signUp(server.url, 'bo');
  const room = await ana.createRoom('Harbour');
  await bo.join(room);
  const message = await ana.send(room, 'Who is in?');
  await ana.react(room, message, '👍');
  const page = await open(bo);
  const view = new RoomPage(page);
  await view.goto(room.id);
  const chip = view.row('Who is in?').getByRole('button', { name: /👍/ });
  await expect(chip).toHaveAttribute('aria-pressed', 'false');

  await chip.click();
  await expect(chip).toHaveAttribute('aria-pressed', 'true');
  await expect(chip).toContainText('2');
  await chip.click();
  await expect(chip).toHaveAttribute('aria-pressed', 'false');
  await expect(chip).toContainText('1');

  let refused = 0;
  await page.route(/\/reactions\//, async (route) => {
    refused += 1;
    const body = { type: 'about:blank', title: 'Unavailable', status: 503, code: 'unavailable', detail: 'busy' };
    await route.fulfill({ status: 503, contentType: 'application/problem+json', body: JSON.stringify(body) });
  });
  await chip.click();
  await expect.poll(() => refused).toBeGreaterThan(0);
  await expect(chip).toHaveAttribute('aria-pressed', 'false');
  await expect(chip).toContainText('1');
  await expect(page.getByRole('status', { name: 'Notices' }).or(page.getByRole('region', { name: 'Notices' })).first()).toContainText(/\w/);
});

test("UX21 ArrowUp in an empty composer edits the user's last message", async ({ open, server }) => {
  const ana = await Account.signUp(server.url, 'ana');
  const room = await ana.createRoom('Harbour');
  await ana.send(room, 'a mistke');
  const view = new RoomPage(await open(ana));
  await view.goto(room.id);
  await view.expectMessage('a mistke');
  await view.composer.focus();
  await view.composer.press('ArrowUp');
  const box = view.page.getByRole('textbox').filter({ visible: true }).last();
  await expect(box).toHaveValue('a mistke');
  await box.fill('a mistake');
  await box.press('Enter');
  await expect.poll(async () => (await ana.messages(room)).at(-1)?.body).toBe('a mistake');
  await expect(view.rows.filter({ hasText: 'a mistake' })).toContainText('edited');
});

test('UX13 a permalink to a deleted message lands on its tombstone', async ({ open, server }) => {
  const ana = await Account.signUp(server.url, 'ana');
  const room = await ana.createRoom('Harbour');
  const messages = await ana.sendMany(room, 120, (index) => `message ${index + 1}`);
  const gone = messages[30];
  if (gone === undefined) throw new Error('not sent');
  await ana.delete(room, gone);
  const page = await open(ana);
  await page.goto(`/r/${room.id}/m/${gone.id}`);
  const row = page.locator(`[data-message-id="${gone.id}"]`);
  await expect(row).toBeInViewport();
  await expect(row).toContainText('This message was deleted');
});
