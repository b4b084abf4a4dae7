// Hostile uploads are inert in another member's browser, and the server survives them.
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import type { Page } from '@playwright/test';
import { expect, test } from '../harness/test.ts';
import { Account, type Attachment } from '../harness/api.ts';
import { GPS_MARK, HOSTILE, type HostileFile } from '../harness/hostile.ts';
import { RoomPage } from '../pages/room.ts';

/** Types that a browser may show inline: decoded pictures, audio and video. Everything else is a download. */
const SHOWN = /^(image\/(png|jpeg|gif|webp|avif)|audio\/|video\/)/;
const MEBIBYTE = 1024 * 1024;
const PER_MESSAGE = 10;
/** Tabs opened in parallel. */
const TABS = 8;

test.use({ serviceWorkers: 'allow' });

test('FILE17 a hostile corpus is refused or inert: no script runs, nothing leaks, memory stays bounded', async ({ browser, open, server }) => {
  test.setTimeout(300_000);
  expect(HOSTILE.length).toBeGreaterThanOrEqual(60);
  const mallory = await Account.signUp(server.url, 'mallory');
  const bo = await Account.signUp(server.url, 'bo');
  const room = await mallory.createRoom('Harbour');
  await bo.join(room);

  const stored: { file: HostileFile; attachment: Attachment }[] = [];
  for (const file of HOSTILE) {
    const { status, body } = await send(server.port, mallory.token, file);
    // Never an internal error; refusals have a fitting status.
    expect([201, 400, 413, 415, 422], `${file.name}: ${status} ${body.slice(0, 200)}`).toContain(status);
    if (status === 201) stored.push({ file, attachment: JSON.parse(body) as Attachment });
    // It is served as an ordinary file, so no browser has to decode it.
    if (file.name.startsWith('pixels')) expect(JSON.parse(body).content_type, file.name).toBe('application/octet-stream');
  }
  expect(stored.length).toBeGreaterThan(20);

  for (const { file, attachment } of stored) {
    expect(attachment.name, file.name).not.toMatch(/[/\\\0\r\n\u202a-\u202e\u2066-\u2069]/);
    const answer = await fetch(server.url + attachment.url, { headers: { authorization: `Bearer ${mallory.token}` } });
    expect(answer.status, file.name).toBe(200);
    expect(answer.headers.get('x-content-type-options'), file.name).toBe('nosniff');
    const type = answer.headers.get('content-type') ?? '';
    const disposition = answer.headers.get('content-disposition') ?? '';
    if (!SHOWN.test(type)) {
      expect(disposition, file.name).toMatch(/^attachment;/);
      expect(answer.headers.get('content-security-policy'), file.name).toContain('sandbox');
    }
    expect(answer.headers.get('set-cookie'), file.name).toBeNull();
    const content = Buffer.from(await answer.arrayBuffer());
    if (type.startsWith('image/')) {
      expect(content.includes(GPS_MARK), `${file.name}: the place is gone`).toBe(false);
      expect(content.includes('<script>'), `${file.name}: nothing rides along in a picture`).toBe(false);
    }
  }

  for (let at = 0; at < stored.length; at += PER_MESSAGE) {
    const attachments = stored.slice(at, at + PER_MESSAGE).map(({ attachment }) => attachment.id);
    await mallory.send(room, `part ${at / PER_MESSAGE + 1}`, { attachments });
  }
  const page = await open(bo);
  const traces = await watch(page);
  const view = new RoomPage(page);
  await view.goto(room.id);
  // All messages are unread, so it opens at the oldest; only rows near the view are mounted.
  for (let part = 1; part <= Math.ceil(stored.length / PER_MESSAGE); part += 1) {
    await expect(async () => {
      if (!(await view.row(`part ${part}`).isVisible())) await view.wheel(400);
      await expect(view.row(`part ${part}`)).toBeVisible({ timeout: 500 });
    }).toPass({ timeout: 60_000 });
  }
  expect(await page.evaluate(() => '__pwned' in window)).toBe(false);

  // A separate browser, because here console errors are expected.
  const context = await browser.newContext({ baseURL: server.url });
  const cookies = await bo.browserSession();
  await context.addCookies(cookies.map((cookie) => ({ ...cookie, domain: '127.0.0.1', httpOnly: true, sameSite: 'Lax' as const })));
  const victim = await context.newPage();
  const more = await watch(victim);
  // Opens each file as a user would: by its URL, in its own tab, signed in.
  const addresses = stored.flatMap(({ file, attachment }) =>
    [attachment.url, attachment.thumbnail_url].filter((address) => address !== null).map((address) => ({ file, address })),
  );
  for (let at = 0; at < addresses.length; at += TABS) {
    await Promise.all(
      addresses.slice(at, at + TABS).map(async ({ file, address }) => {
        const tab = await context.newPage();
        // A download ends the navigation without a document, as intended.
        await tab.goto(address).catch((error: Error) => expect(error.message, file.name).toMatch(/download|ERR_ABORTED/i));
        expect(await tab.evaluate(() => '__pwned' in window).catch(() => false), file.name).toBe(false);
        await tab.close();
      }),
    );
  }
  expect([...traces, ...more]).toEqual([]);

  // Used as a picture, script, style sheet, frame or worker on our own page, they do nothing either.
  await victim.goto('/');
  const ran = await victim.evaluate(
    async (urls) => {
      const tried = await Promise.all(
        urls.map(async (url) => {
          const script = document.createElement('script');
          script.src = url;
          const loaded = new Promise<boolean>((done) => {
            script.onload = () => done(true);
            script.onerror = () => done(false);
          });
          document.head.append(script);
          const worker = await navigator.serviceWorker.register(url).then(() => true, () => false);
          return (await loaded) || worker;
        }),
      );
      return urls.filter((_, at) => tried[at]);
    },
    stored.map(({ attachment }) => attachment.url),
  );
  expect(ran).toEqual([]);
  expect([...traces, ...more]).toEqual([]);
  await context.close();

  const peak = Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${server.pid}/status`, 'utf8'))?.[1]) * 1024;
  expect(peak, 'peak memory of the server').toBeLessThanOrEqual(256 * MEBIBYTE);
  await expect.poll(async () => (await fetch(`${server.url}/readyz`)).status).toBe(200);
});

/** Collects dialogs and requests to the canary from any page of this browser. */
async function watch(page: Page): Promise<string[]> {
  const traces: string[] = [];
  const context = page.context();
  context.on('dialog', (dialog) => {
    traces.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  context.on('request', (request) => {
    if (new URL(request.url()).pathname.startsWith('/canary')) traces.push(request.url());
  });
  return traces;
}

/** Uploads over a raw connection, because no HTTP client would send these bodies. */
function send(port: number, token: string, file: HostileFile): Promise<{ status: number; body: string }> {
  return new Promise((done, failed) => {
    const socket = connect(port, '127.0.0.1');
    const answer: Buffer[] = [];
    socket.setTimeout(30_000, () => socket.destroy(new Error(`${file.name}: no answer`)));
    socket.on('error', failed);
    socket.on('data', (data) => answer.push(data));
    socket.on('close', () => {
      const whole = Buffer.concat(answer).toString();
      const status = Number(/^HTTP\/1\.1 (\d+)/.exec(whole)?.[1] ?? 0);
      // A body that ends early gets no response; nothing was stored.
      done({ status: status === 0 && file.announced !== undefined ? 400 : status, body: whole.slice(whole.indexOf('\r\n\r\n') + 4) });
    });
    const length = file.announced ?? file.bytes.length;
    socket.write(
      `POST /api/v1/uploads?name=${encodeURIComponent(file.name)} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nAuthorization: Bearer ${token}\r\n` +
        `Content-Type: ${file.type}\r\nContent-Length: ${length}\r\nConnection: close\r\n\r\n`,
    );
    socket.write(file.bytes);
    // A file that announced more bytes than it has closes the connection early.
    if (length > file.bytes.length) socket.end();
  });
}
