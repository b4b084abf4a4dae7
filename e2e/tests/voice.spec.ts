// Voice messages, with a fake microphone that beeps. In its own file, because the browser needs other switches.
import { launchOptions } from '../harness/browser.ts';
import { expect, test } from '../harness/test.ts';
import { Account } from '../harness/api.ts';
import { RoomPage } from '../pages/room.ts';

test.use({
  launchOptions: {
    ...launchOptions,
    args: [
      ...(launchOptions.args ?? []),
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      '--autoplay-policy=no-user-gesture-required',
    ],
  },
});

test('UI29 a voice message is recorded, played back, sent, and played in the timeline', async ({ open, server }) => {
  const ana = await Account.signUp(server.url, 'ana');
  const room = await ana.createRoom('Harbour');
  const page = await open(ana);
  const asked: string[] = [];
  await page.exposeFunction('microphoneAsked', () => void asked.push('asked'));
  await page.addInitScript(() => {
    const media = navigator.mediaDevices;
    const original = media.getUserMedia.bind(media);
    media.getUserMedia = (constraints) => {
      (window as unknown as { microphoneAsked: () => void }).microphoneAsked();
      return original(constraints);
    };
  });
  const view = new RoomPage(page);
  await view.goto(room.id);
  const record = page.getByRole('button', { name: 'Record a voice message' });
  await expect(record).toBeVisible();
  const box = await view.composer.boundingBox();
  expect(asked).toEqual([]);
  await record.click();
  const bar = page.getByRole('group', { name: 'Voice message' });
  // The fake microphone beeps once a second.
  await expect(bar.getByText(/0:0[2-9]/)).toBeVisible();
  expect(asked).toHaveLength(1);
  expect(await view.composer.boundingBox()).toEqual(box);
  await bar.getByRole('button', { name: 'Stop recording' }).click();
  await bar.getByRole('button', { name: 'Play Voice message' }).click();
  await expect(bar.getByRole('button', { name: 'Pause Voice message' })).toBeVisible();
  await bar.getByRole('button', { name: 'Send voice message' }).click();
  await expect(bar).toHaveCount(0);

  const row = page.locator('[data-message-id]').last();
  await expect(row).toHaveAttribute('data-state', 'sent');
  const [attachment] = (await ana.messages(room)).at(-1)?.attachments ?? [];
  expect(attachment?.content_type).toMatch(/^audio\//);
  await row.getByRole('button', { name: 'Play Voice message' }).click();
  const position = row.getByRole('slider', { name: 'Position in Voice message' });
  await expect.poll(async () => Number(await position.inputValue())).toBeGreaterThan(0.3);
});

test('UI29 Escape discards a recording and releases the microphone', async ({ open, server }) => {
  const ana = await Account.signUp(server.url, 'ana');
  const room = await ana.createRoom('Harbour');
  const page = await open(ana);
  await page.addInitScript(() => {
    const media = navigator.mediaDevices;
    const original = media.getUserMedia.bind(media);
    media.getUserMedia = async (constraints) => {
      const stream = await original(constraints);
      (window as unknown as { held: MediaStream }).held = stream;
      return stream;
    };
  });
  const view = new RoomPage(page);
  await view.goto(room.id);
  const record = page.getByRole('button', { name: 'Record a voice message' });
  await record.click();
  await expect(page.getByRole('button', { name: 'Stop recording' })).toBeEnabled();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('group', { name: 'Voice message' })).toHaveCount(0);
  await expect(record).toBeFocused();
  expect(await page.evaluate(() => (window as unknown as { held: MediaStream }).held.getTracks().map((track) => track.readyState))).toEqual(['ended']);
  expect(await ana.messages(room)).toHaveLength(0);
});

test('UI29 the composer is inert during a recording, and usable again afterwards', async ({ open, server }) => {
  const ana = await Account.signUp(server.url, 'ana');
  const room = await ana.createRoom('Harbour');
  const page = await open(ana);
  const view = new RoomPage(page);
  await view.goto(room.id);
  const record = page.getByRole('button', { name: 'Record a voice message' });
  await record.click();
  const bar = page.getByRole('group', { name: 'Voice message' });
  const end = bar.getByRole('button', { name: 'Stop recording' });
  await expect(end).toBeFocused();
  await view.composer.evaluate((box: HTMLElement) => box.focus());
  await expect(end).toBeFocused();
  for (const key of ['Tab', 'Tab', 'Shift+Tab', 'Shift+Tab', 'Shift+Tab']) {
    await page.keyboard.press(key);
    expect(await page.evaluate(() => document.activeElement?.closest('.composer-box [inert]') ?? null)).toBeNull();
  }
  await expect(bar.getByText(/0:0[1-9]/)).toBeVisible();
  await end.click();
  await expect(bar.getByRole('button', { name: 'Send voice message' })).toBeFocused();
  await page.keyboard.type('words');
  await expect(view.composer).toHaveValue('');
  await bar.getByRole('button', { name: 'Discard' }).click();
  await expect(bar).toHaveCount(0);
  await expect(record).toBeFocused();
  await view.sendStored('words after all');
});
