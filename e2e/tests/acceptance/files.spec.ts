// UX acceptance checks 14 and 23: loading pictures, and attaching files to a message.
import { expect, test } from '../../harness/test.ts';
import { Account } from '../../harness/api.ts';
import { paste } from '../../harness/clipboard.ts';
import { png } from '../../harness/picture.ts';
import { RoomPage } from '../../pages/room.ts';

test('UX14 an image loading above the viewport shifts nothing by more than 2 px', async ({ open, server }) => {
  const ana = await Account.signUp(server.url, 'ana');
  const room = await ana.createRoom('Harbour');
  await ana.sendMany(room, 12, (index) => `before ${index + 1}`);
  for (const [name, width, height] of [['wide.png', 900, 300], ['tall.png', 300, 900], ['small.png', 40, 30]] as const) {
    const upload = await ana.upload(name, png(width, height));
    await ana.send(room, `see ${name}`, { attachments: [upload.id] });
  }
  const messages = await ana.sendMany(room, 14, (index) => `after ${index + 1}`);
  await ana.markRead(room, messages.at(-1)?.seq ?? 0);

  const page = await open(ana);
  const pending: (() => Promise<void>)[] = [];
  let free = false;
  await page.route('**/api/v1/media/**', async (route) => {
    if (free) await route.continue();
    else pending.push(() => route.continue());
  });
  const view = new RoomPage(page);
  await view.goto(room.id);
  await view.expectMessage('after 14');
  // All three are mounted above the reading position and have not loaded yet.
  const pictures = page.locator('[data-message-id] img[src*="/media/"]');
  await expect(pictures).toHaveCount(3);
  for (const name of ['wide.png', 'small.png']) {
    const edge = await view.row(`see ${name}`).evaluate((row) => row.getBoundingClientRect().bottom);
    const top = await view.timeline.evaluate((element) => element.getBoundingClientRect().top);
    if (name === 'wide.png') expect(edge).toBeLessThan(top);
  }
  await expect.poll(() => pending.length).toBeGreaterThan(0);
  await expect.poll(() => view.distanceFromBottom()).toBeLessThanOrEqual(1);
  const before = await view.topRow();
  const height = await view.timeline.evaluate((element) => element.scrollHeight);

  free = true;
  await Promise.all(pending.map((go) => go()));
  // Forces lazy pictures to load.
  for (const picture of await pictures.all()) {
    await picture.evaluate((image: HTMLImageElement) => {
      image.loading = 'eager';
    });
    await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.complete && image.naturalWidth > 0)).toBe(true);
  }
  const after = await view.topRow();
  expect(after.seq).toBe(before.seq);
  expect(Math.abs(after.top - before.top)).toBeLessThanOrEqual(2);
  expect(await view.timeline.evaluate((element) => element.scrollHeight)).toBe(height);
});

test('UX23 a pasted image shows a preview and rising progress; Cancel aborts the request', async ({ open, server }) => {
  const ana = await Account.signUp(server.url, 'ana');
  const room = await ana.createRoom('Harbour');
  const page = await open(ana);
  const view = new RoomPage(page);
  await view.goto(room.id);

  // A slow connection, so that the progress is visible.
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  const speed = (uploadThroughput: number) =>
    session.send('Network.emulateNetworkConditions', { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput });
  await speed(150_000);

  await paste(view.composer, [{ name: 'tide.png', type: 'image/png', bytes: png(480, 320, 'noise') }]);
  const tray = page.getByRole('list', { name: 'Attached files' });
  await expect(tray.getByText('tide.png')).toBeVisible();
  const preview = tray.locator('img');
  await expect.poll(() => preview.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(480);

  const bar = tray.getByRole('progressbar', { name: 'Uploading tide.png' });
  const seen = new Set<number>();
  await expect
    .poll(async () => {
      const value = await bar.evaluate((element: HTMLProgressElement) => element.value);
      if (value > 0 && value < 1) seen.add(value);
      return seen.size;
    }, { intervals: [50] })
    .toBeGreaterThanOrEqual(2);
  expect([...seen]).toEqual([...seen].toSorted((a, b) => a - b));

  const aborted = page.waitForEvent('requestfailed', (request) => request.url().includes('/api/v1/uploads'));
  await tray.getByRole('button', { name: 'Cancel tide.png' }).click();
  expect((await aborted).failure()?.errorText).toContain('ABORTED');
  await expect(tray).toHaveCount(0);

  // Once more, this time without cancelling.
  await speed(-1);
  await paste(view.composer, [{ name: 'tide.png', type: 'image/png', bytes: png(480, 320, 'noise') }]);
  await expect(tray.locator('[data-tray="ready"]')).toHaveCount(1);
  await view.composer.press('Enter');
  await expect(tray).toHaveCount(0);
  await expect.poll(async () => (await ana.messages(room)).flatMap((message) => message.attachments.map(({ name }) => name))).toEqual(['tide.png']);
});

test('UX23 an oversized file is refused before the upload, and the limit is named', async ({ open, server }) => {
  const ana = await Account.signUp(server.url, 'ana');
  const room = await ana.createRoom('Harbour');
  const page = await open(ana);
  const view = new RoomPage(page);
  await view.goto(room.id);
  const uploads: string[] = [];
  page.on('request', (request) => {
    if (request.url().includes('/api/v1/uploads')) uploads.push(request.url());
  });
  await view.composer.fill('with a film');
  await view.composer.evaluate((element) => {
    const megabyte = new Uint8Array(1024 * 1024);
    const transfer = new DataTransfer();
    transfer.items.add(new File(Array.from({ length: 101 }, () => megabyte), 'film.bin'));
    element.dispatchEvent(new ClipboardEvent('paste', { clipboardData: transfer, bubbles: true, cancelable: true }));
  });
  await expect(page.getByText('film.bin is 101 MB; the limit is 100 MB. Your message is kept.')).toBeVisible();
  await expect(view.composer).toHaveValue('with a film');
  await expect(page.getByRole('list', { name: 'Attached files' })).toHaveCount(0);
  expect(uploads).toEqual([]);
});

test.describe('a server with a lower limit', () => {
  test.use({ settings: { LIMIT_UPLOAD_MEGABYTES: '1' } });

  test("UX23 an oversized file is refused by this server's limit", async ({ open, server }) => {
    const ana = await Account.signUp(server.url, 'ana');
    const room = await ana.createRoom('Harbour');
    const page = await open(ana);
    const view = new RoomPage(page);
    await view.goto(room.id);
    await paste(view.composer, [{ name: 'large.bin', type: '', bytes: Buffer.alloc(1_500_000) }]);
    await expect(page.getByText('large.bin is 1.4 MB; the limit is 1 MB. Your message is kept.')).toBeVisible();
    await expect(page.getByRole('list', { name: 'Attached files' })).toHaveCount(0);
  });
});
