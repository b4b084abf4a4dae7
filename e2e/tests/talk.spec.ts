// Features of a single message: readers, pinning, saving, forwarding.
import { expect, test } from '../harness/test.ts';
import { Account } from '../harness/api.ts';
import { RoomPage } from '../pages/room.ts';

test('TALK6 TALK7 a message can be pinned, saved and forwarded, and shows who has seen it', async ({ open, server }) => {
  const ana = await Account.signUp(server.url, 'ana');
  const bo = await Account.signUp(server.url, 'bo');
  const harbour = await ana.createRoom('Harbour');
  await ana.createRoom('Market');
  await bo.join(harbour);
  await ana.send(harbour, 'Ship ahoy');

  const page = await open(ana);
  const room = new RoomPage(page);
  await room.goto(harbour.id);
  const choose = async (entry: string) => {
    // The first match: the reminder below quotes it.
    const row = room.row('Ship ahoy').first();
    await row.hover();
    await row.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: entry }).click();
  };

  await choose('Message info');
  const info = page.getByRole('dialog', { name: 'Message info' });
  await expect(info.getByRole('list', { name: 'Not seen yet' })).toContainText('@bo');
  await info.getByRole('button', { name: 'Send reminder' }).click();
  await expect(page.getByText('Reminder posted in the room.')).toBeVisible();
  const reminding = info.getByRole('button', { name: 'Send reminder' });
  await expect(reminding).toBeDisabled();
  await info.getByRole('button', { name: 'Close' }).click();
  // The server remembers it: reopening shows the same.
  await choose('Message info');
  await expect(info).toContainText('Someone has already sent a reminder for this message.');
  await expect(reminding).toBeDisabled();
  await info.getByRole('button', { name: 'Close' }).click();

  await choose('Pin');
  await page.getByRole('button', { name: 'Details' }).click();
  await expect(page.getByRole('region', { name: 'Pinned messages' })).toContainText('Ship ahoy');

  await choose('Save');
  await page.getByRole('button', { name: /Your account/ }).click();
  await page.getByRole('menuitem', { name: 'Saved messages' }).click();
  await page.getByRole('dialog', { name: 'Saved messages' }).getByRole('button', { name: /^Go to the message by Ana/ }).click();
  await expect(page).toHaveURL(/\/m\//);

  await choose('Forward…');
  await page.getByRole('button', { name: 'Forward to Market' }).click();
  await page.getByRole('button', { name: 'Open' }).click();
  await expect(room.rows.filter({ hasText: 'Ana in Harbour:' })).toContainText('Ship ahoy');
});

test('UI67 forwarding copies files, for people who cannot see the original', async ({ open, server }) => {
  const ana = await Account.signUp(server.url, 'ana');
  const bo = await Account.signUp(server.url, 'bo');
  const harbour = await ana.createRoom('Harbour', { kind: 'private' });
  const market = await ana.createRoom('Market');
  await bo.join(market);
  const bytes = Buffer.from('low 04:12, high 10:31\n');
  const original = await ana.upload('tides.txt', bytes);
  await ana.send(harbour, '', { attachments: [original.id] });

  const page = await open(ana);
  const room = new RoomPage(page);
  await room.goto(harbour.id);
  const row = room.rows.filter({ hasText: 'tides.txt' });
  await row.hover();
  await row.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Forward…' }).click();
  await page.getByRole('button', { name: 'Forward to Market' }).click();
  await page.getByRole('button', { name: 'Open' }).click();
  const forwarded = room.rows.filter({ hasText: 'Ana in Harbour:' });
  await expect(forwarded).toContainText('tides.txt');
  await expect(forwarded).toHaveAttribute('data-state', 'sent');

  const there = await open(bo);
  await new RoomPage(there).goto(market.id);
  const link = there.getByRole('link', { name: 'Download tides.txt' });
  const url = await link.getAttribute('href');
  expect(url).not.toBe(original.url);
  const downloaded = await there.request.get(url ?? '');
  expect(await downloaded.body()).toEqual(bytes);
});
