// Files of messages: waiting offline with their bytes, surviving crashes, resuming large uploads.
import type { Page } from '@playwright/test';
import { expect, test, type Open } from '../harness/test.ts';
import { Account, type Room } from '../harness/api.ts';
import { paste } from '../harness/clipboard.ts';
import { png } from '../harness/picture.ts';
import { RoomPage } from '../pages/room.ts';

async function alone(open: Open, url: string, options = {}): Promise<{ ana: Account; room: Room; page: Page; view: RoomPage }> {
  const ana = await Account.signUp(url, 'ana');
  const room = await ana.createRoom('Harbour');
  await ana.send(room, 'something to begin with');
  const page = await open(ana, options);
  const view = new RoomPage(page);
  await view.goto(room.id);
  await view.expectMessage('something to begin with');
  return { ana, room, page, view };
}

test.use({ serviceWorkers: 'allow' });

const picture = (name: string, width = 120, height = 80) => ({ name, type: 'image/png', bytes: png(width, height) });
/** Waits until the service worker has cached the page, so that it works without the server. */
async function worksOffline(page: Page, view: RoomPage): Promise<void> {
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    while (!(await caches.keys()).some((name) => name.includes('shell'))) await new Promise((done) => requestAnimationFrame(done));
  });
  await page.reload();
  await view.ready();
}

const trayOf = (page: Page) => page.getByRole('list', { name: 'Attached files' });

test('UI23 three messages with files written offline survive a reload and are sent in order, once', async ({ open, server, link }) => {
  const { ana, room, page, view } = await alone(open, server.url);
  await worksOffline(page, view);
  link.cut();
  for (const text of ['first', 'second', 'third']) {
    await paste(view.composer, [picture(`${text}.png`), { name: `${text}.txt`, type: 'text/plain', bytes: Buffer.from(`bytes of ${text}`) }]);
    await expect(trayOf(page).getByRole('listitem')).toHaveCount(2);
    await view.send(text);
    await expect(trayOf(page)).toHaveCount(0);
    await expect(view.row(text)).toHaveAttribute('data-state', 'sending');
  }
  await page.reload();
  await view.ready();
  for (const text of ['first', 'second', 'third']) {
    await expect(view.row(text)).toHaveAttribute('data-state', 'sending');
    // Preview and name come from this device.
    await expect.poll(() => view.row(text).getByRole('img', { name: `${text}.png` }).evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(120);
    await expect(view.row(text).getByText(`${text}.txt`)).toBeVisible();
  }
  link.mend();
  for (const text of ['first', 'second', 'third']) {
    await expect(view.row(text)).toHaveAttribute('data-state', 'sent', { timeout: 30_000 });
    await expect(view.row(text)).toHaveCount(1);
  }
  const stored = (await ana.messages(room)).slice(1);
  expect(stored.map((message) => message.body)).toEqual(['first', 'second', 'third']);
  expect(stored.map((message) => message.attachments.map(({ name }) => name))).toEqual([
    ['first.png', 'first.txt'],
    ['second.png', 'second.txt'],
    ['third.png', 'third.txt'],
  ]);
  // Nothing of them stays on the device.
  await expect.poll(() => keptFiles(page)).toBe(0);
});

test('UI23 after a crash the next tab sends the messages, files included', async ({ open, server, link }) => {
  const { ana, room, page, view } = await alone(open, server.url);
  await worksOffline(page, view);
  link.cut();
  for (const text of ['first', 'second']) {
    await paste(view.composer, [picture(`${text}.png`)]);
    await expect(trayOf(page).getByRole('listitem')).toHaveCount(1);
    await view.send(text);
    await expect(view.row(text)).toHaveAttribute('data-state', 'sending');
  }
  await expect.poll(() => kept(page, 'bytes')).toBe(2);
  await expect.poll(() => kept(page, 'outbox')).toBe(2);
  const context = page.context();
  const session = await context.newCDPSession(page);
  const crashed = page.waitForEvent('crash');
  // The crashed page never answers.
  session.send('Page.crash').catch(() => {});
  await crashed;
  link.mend();
  const next = new RoomPage(await context.newPage());
  await next.goto(room.id);
  for (const text of ['first', 'second']) {
    await expect(next.row(text)).toHaveAttribute('data-state', 'sent', { timeout: 30_000 });
    await expect(next.row(text)).toHaveCount(1);
  }
  const stored = (await ana.messages(room)).slice(1);
  expect(stored.map(({ body, attachments }) => [body, attachments.map(({ name }) => name)])).toEqual([
    ['first', ['first.png']],
    ['second', ['second.png']],
  ]);
});

test('UI23 with two tabs, a message of the second is sent once, with its files', async ({ open, server, link }) => {
  const { ana, room, page, view } = await alone(open, server.url);
  await worksOffline(page, view);
  const second = await page.context().newPage();
  const other = new RoomPage(second);
  await other.goto(room.id);
  await other.expectMessage('something to begin with');
  link.cut();
  for (const text of ['one', 'two']) {
    await paste(other.composer, [picture(`${text}.png`)]);
    await expect(trayOf(second).getByRole('listitem')).toHaveCount(1);
    await other.send(text);
  }
  // The first tab sends the messages, so it shows them too.
  await expect(view.row('two')).toHaveAttribute('data-state', 'sending');
  link.mend();
  for (const tab of [view, other]) {
    for (const text of ['one', 'two']) await expect(tab.row(text)).toHaveAttribute('data-state', 'sent', { timeout: 30_000 });
  }
  const stored = (await ana.messages(room)).slice(1);
  expect(stored.map(({ body, attachments }) => [body, attachments.map(({ name }) => name)])).toEqual([
    ['one', ['one.png']],
    ['two', ['two.png']],
  ]);
});

test('UI23 a message waits for files that are still uploading, and one of them can be cancelled', async ({ open, server }) => {
  const { ana, room, page, view } = await alone(open, server.url);
  let go = () => {};
  const held = new Promise<void>((done) => {
    go = done;
  });
  await page.route('**/api/v1/uploads?name=*', async (route) => {
    await held;
    await route.continue();
  });
  await paste(view.composer, [picture('a.png'), picture('b.png')]);
  await expect(trayOf(page).getByRole('listitem')).toHaveCount(2);
  await view.send('with two');
  await view.send('after');
  await view.row('with two').getByRole('button', { name: 'Cancel b.png' }).click();
  await expect(view.row('with two').getByRole('img')).toHaveCount(1);
  await expect(view.row('after')).toHaveAttribute('data-state', 'sending');
  go();
  await expect(view.row('after')).toHaveAttribute('data-state', 'sent');
  const stored = (await ana.messages(room)).slice(1);
  expect(stored.map(({ body, attachments }) => [body, attachments.map(({ name }) => name)])).toEqual([
    ['with two', ['a.png']],
    ['after', []],
  ]);
});

test('UI23 files of a draft are restored after a reload', async ({ open, server }) => {
  const { ana, room, page, view } = await alone(open, server.url);
  await view.composer.fill('not yet sent');
  await paste(view.composer, [picture('a.png')]);
  await expect(trayOf(page).locator('[data-tray="ready"]')).toHaveCount(1);
  await expect.poll(() => keptFiles(page)).toBe(1);
  await expect.poll(() => kept(page, 'drafts')).toBe(1);
  await page.reload();
  await expect(trayOf(page).getByText('a.png')).toBeVisible();
  await expect(view.composer).toHaveValue('not yet sent');
  await view.composer.press('Enter');
  await expect.poll(async () => (await ana.messages(room)).at(-1)?.attachments.map(({ name }) => name)).toEqual(['a.png']);
});

const keptFiles = (page: Page) => kept(page, 'bytes');

/** Number of entries in a store of this page's IndexedDB. */
function kept(page: Page, store: string): Promise<number> {
  return page.evaluate(async (wanted) => {
    const asked = <T>(request: IDBRequest<T>) =>
      new Promise<T>((done, failed) => {
        request.onsuccess = () => done(request.result);
        request.onerror = () => failed(request.error);
      });
    let count = 0;
    for (const { name } of await indexedDB.databases()) {
      const database = await asked(indexedDB.open(name ?? ''));
      if (database.objectStoreNames.contains(wanted)) count += await asked(database.transaction(wanted).objectStore(wanted).count());
      database.close();
    }
    return count;
  }, store);
}

test('UI24 a large upload resumes after a lost connection and after a reload', async ({ open, server, link }) => {
  test.slow();
  const { ana, room, page, view } = await alone(open, server.url);
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  const chunks: number[] = [];
  const begun: string[] = [];
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (url.pathname.endsWith('/content')) chunks.push(Number(url.searchParams.get('offset')));
    if (url.pathname.endsWith('/resumable')) begun.push(url.pathname);
  });
  const answered = (offset: number) =>
    page.waitForResponse((answer) => answer.url().includes(`/content?offset=${offset}`) && answer.ok(), { timeout: 60_000 });
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  const speed = (uploadThroughput: number) =>
    session.send('Network.emulateNetworkConditions', { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput });
  await speed(8 * 1024 * 1024);

  const MIB = 1024 * 1024;
  const first = answered(0);
  await view.composer.evaluate((element, size) => {
    const bytes = new Uint8Array(size);
    for (let at = 0; at < size; at += 4096) bytes[at] = at / 4096;
    const transfer = new DataTransfer();
    transfer.items.add(new File([bytes], 'film.bin'));
    element.dispatchEvent(new ClipboardEvent('paste', { clipboardData: transfer, bubbles: true, cancelable: true }));
  }, 30 * MIB);
  await expect(trayOf(page).getByText('film.bin')).toBeVisible();
  await view.send('a film');
  await first;
  // In the middle of the second chunk.
  await expect.poll(() => chunks.includes(8 * MIB)).toBe(true);
  link.cut();
  link.mend();
  const second = answered(8 * MIB);
  await second;
  await page.reload();
  await speed(-1);
  await expect(view.row('a film')).toHaveAttribute('data-state', 'sent', { timeout: 60_000 });
  // A single upload, and no chunk that the server had was sent again.
  expect(begun).toHaveLength(1);
  expect(chunks.filter((offset) => offset === 0)).toHaveLength(1);
  const [attachment] = (await ana.messages(room)).at(-1)?.attachments ?? [];
  expect(attachment).toMatchObject({ name: 'film.bin', size: 30 * MIB });
});
