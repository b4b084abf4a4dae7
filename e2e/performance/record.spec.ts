// Records the budgeted figures: paint and layout shift of the first views, keystrokes, room switches, the echo of an own message.
import type { Page } from '@playwright/test';
import { Account } from '../harness/api.ts';
import { expect, test } from '../harness/test.ts';
import { scene } from '../harness/seed.ts';
import { RoomPage } from '../pages/room.ts';
import { marksOf, percentile, slowDown, watch } from './watch.ts';

const say = (name: string, value: string) => console.log(`${name.padEnd(44)} ${value}`);

/** Opens a path twice in one browser: with a cold cache, then with a warm one. */
async function visits(name: string, page: Page, path: string, shown: () => Promise<void>): Promise<void> {
  for (const visit of ['cold', 'warm']) {
    await page.goto(path);
    await shown();
    // Once the network is idle, the largest paint, shifts and long tasks are known.
    await page.waitForLoadState('networkidle');
    const { lcp, cls, tasks } = await marksOf(page);
    say(`${name}, ${visit}`, `LCP ${lcp} ms, CLS ${cls.toFixed(3)}, ${tasks.length} tasks over 50 ms, longest ${Math.max(0, ...tasks)} ms`);
    expect(cls).toBeLessThanOrEqual(0.02);
  }
}

test('first views on Fast 4G with a processor four times slower', async ({ open, server }) => {
  const { ana, harbour } = await scene(server.url);
  for (const [name, path] of [['landing', '/'], ['sign-in', '/sign-in']] as const) {
    const stranger = await open();
    await watch(stranger);
    await slowDown(stranger, 4);
    await visits(name, stranger, path, () => expect(stranger.getByRole('heading', { level: 1 })).toBeVisible());
  }
  const page = await open(ana);
  await watch(page);
  await slowDown(page, 4);
  await visits('chat', page, `/r/${harbour.id}`, () => new RoomPage(page).expectMessage('You are a good person.'));
});

for (const times of [1, 4]) {
  test(`typing, switching and sending with a processor ${times} times slower`, async ({ open, server }) => {
    const ana = await Account.signUp(server.url, 'ana');
    const first = await ana.createRoom('First');
    const others = [await ana.createRoom('Second'), await ana.createRoom('Third'), await ana.createRoom('Fourth')];
    for (const room of [first, ...others]) {
      await ana.sendMany(room, 120, (index) => `${room.name} ${index + 1}\n${'and some more of it, '.repeat(index % 9)}`);
      await ana.markRead(room, 120);
    }
    const page = await open(ana);
    await watch(page);
    const room = new RoomPage(page);
    await room.goto(first.id);
    await expect(page.locator('[data-seq="120"]')).toBeVisible();
    await page.waitForLoadState('networkidle');
    const session = await page.context().newCDPSession(page);
    await session.send('Emulation.setCPUThrottlingRate', { rate: times });
    const suffix = `, ${times}×`;

    await room.composer.click();
    const before = (await marksOf(page)).inputs.length;
    await page.keyboard.type('What one writes should be there before one looks for it, also on an old machine.', { delay: 40 });
    await expect(room.composer).toHaveValue(/old machine\.$/);
    // The browser reports inputs some time after they were painted.
    let told = -1;
    await expect(async () => {
      const { length } = (await marksOf(page)).inputs;
      const same = length === told;
      told = length;
      expect(same).toBe(true);
    }).toPass({ intervals: [2_000] });
    const typed = (await marksOf(page)).inputs.slice(before).filter(({ name }) => name === 'keydown');
    // Inputs under 16 ms are not reported; they count as 16.
    const keys = Array.from({ length: 80 }, (_, index) => typed[index]?.ms ?? 16);
    say(`keystroke to paint${suffix}`, `p50 ${percentile(keys, 0.5)} ms, p95 ${percentile(keys, 0.95)} ms, of ${keys.length}`);

    const echoes: number[] = [];
    for (let turn = 0; turn < 10; turn += 1) {
      await room.composer.fill(`echo ${turn}`);
      echoes.push(
        await page.evaluate(
          (text) =>
            new Promise<number>((done) => {
              const began = performance.now();
              addEventListener('keydown', () => {
                const pressed = performance.now();
                const look = () => {
                  const rows = [...document.querySelectorAll('[data-message-id]')];
                  if (rows.some((row) => row.textContent?.includes(text))) done(performance.now() - pressed);
                  else if (performance.now() - began > 5_000) done(Number.NaN);
                  else requestAnimationFrame(look);
                };
                requestAnimationFrame(look);
              }, { once: true, capture: true });
              const box = document.querySelector('textarea');
              box?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', code: 'Enter', bubbles: true, cancelable: true }));
            }),
          `echo ${turn}`,
        ),
      );
    }
    say(`send to own echo${suffix}`, `p50 ${Math.round(percentile(echoes, 0.5))} ms, p95 ${Math.round(percentile(echoes, 0.95))} ms`);

    const switchTo = (name: string, shown: string) =>
      page.evaluate(
        ({ name, shown }) =>
          new Promise<number>((done) => {
            const link = [...document.querySelectorAll<HTMLAnchorElement>('nav a')].find((anchor) => anchor.textContent?.includes(name));
            const pressed = performance.now();
            link?.click();
            const look = () => {
              const list = document.querySelector<HTMLElement>('[data-timeline]');
              const there = list !== null && list.style.visibility !== 'hidden' && [...list.querySelectorAll('[data-message-id]')].some((row) => row.textContent?.includes(shown));
              if (there || performance.now() - pressed > 20_000) done(performance.now() - pressed);
              else requestAnimationFrame(look);
            };
            requestAnimationFrame(look);
          }),
        { name, shown },
      );
    const fresh: number[] = [];
    const cached: number[] = [];
    for (const { name } of others) fresh.push(await switchTo(name, `${name} 120`));
    for (let turn = 0; turn < 3; turn += 1) for (const { name } of others) cached.push(await switchTo(name, `${name} 120`));
    say(`room switch, not cached${suffix}`, `p50 ${Math.round(percentile(fresh, 0.5))} ms, worst ${Math.round(Math.max(...fresh))} ms`);
    say(`room switch, cached${suffix}`, `p50 ${Math.round(percentile(cached, 0.5))} ms, worst ${Math.round(Math.max(...cached))} ms`);

    await page.getByRole('button', { name: 'Details' }).click();
    await expect(page.getByRole('complementary')).toBeVisible();
    await page.getByRole('button', { name: 'Your account' }).click();
    await page.keyboard.press('Escape');
    const inputs = (await marksOf(page)).inputs.map(({ ms }) => ms);
    say(`input to next paint, all of them${suffix}`, `p75 ${percentile(inputs, 0.75)} ms, worst ${Math.max(0, ...inputs)} ms, of ${inputs.length} over 16 ms`);
  });
}
