// UX acceptance checks 24–28: accessibility, focus, connection, sessions, weight.
import { gzipSync } from 'node:zlib';
import type { Page } from '@playwright/test';
import { expectAxeFindsNothing } from '../../harness/axe.ts';
import { expect, test } from '../../harness/test.ts';
import { Account } from '../../harness/api.ts';
import { scene } from '../../harness/seed.ts';
import { Entrance } from '../../pages/entrance.ts';
import { RoomPage } from '../../pages/room.ts';
import { Shell } from '../../pages/shell.ts';

test('UX24 axe finds nothing on sign-in, first run, invite, directory, room, menu, details, settings', async ({ open, server }) => {
  test.setTimeout(240_000);
  const stranger = await open(undefined, { reducedMotion: 'reduce' });
  // Without any account, both show the first-run card.
  for (const path of ['/', '/sign-up']) {
    await stranger.goto(path);
    await expect(stranger.getByRole('heading', { level: 1 })).toBeVisible();
    await expectAxeFindsNothing(stranger, path);
  }
  await stranger.getByRole('button', { name: /^Create account/ }).click();
  await expect(new Entrance(stranger).errors).toBeVisible();
  await expectAxeFindsNothing(stranger, 'first run with errors');
  await new Entrance(stranger).setUp('first', 'First', 'Empty');
  await new RoomPage(stranger).ready();
  await expect(stranger.getByRole('button', { name: /^Copy/ })).toBeVisible();
  await expectAxeFindsNothing(stranger, 'an empty room');

  const { ana, harbour } = await scene(server.url);
  const { code } = await ana.invite(harbour);
  const invited = await open(undefined, { reducedMotion: 'reduce' });
  for (const path of ['/', '/sign-in', '/sign-up']) {
    await invited.goto(path);
    await expect(invited.getByRole('heading', { level: 1 })).toBeVisible();
    await expectAxeFindsNothing(invited, path);
  }
  await invited.goto(`/invite/${code}`);
  await expect(invited.getByText('Harbour').first()).toBeVisible();
  await expectAxeFindsNothing(invited, 'invite');

  const page = await open(ana, { reducedMotion: 'reduce' });
  const room = new RoomPage(page);
  await page.goto('/rooms');
  await expect(page.getByRole('heading', { name: 'Browse rooms' })).toBeVisible();
  await expectAxeFindsNothing(page, 'directory');
  await room.goto(harbour.id);
  await room.expectMessage('You are a good person.');
  await expectAxeFindsNothing(page, 'room');
  await room.row('You are a good person.').hover();
  await expectAxeFindsNothing(page, 'row toolbar');
  await new Shell(page).accountMenu.click();
  await expect(page.getByRole('menu')).toBeVisible();
  await expectAxeFindsNothing(page, 'menu');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Details' }).click();
  await expect(page.getByText('Cleo Okafor').last()).toBeVisible();
  await expectAxeFindsNothing(page, 'details');
  await page.goto('/settings/profile');
  await expect(page.getByRole('dialog', { name: /Settings/ })).toBeVisible();
  await expectAxeFindsNothing(page, 'settings');
});

test('UX25 Ctrl+F6 visits rooms, header, messages, composer and back; closing a dialog returns focus to its trigger', async ({ open, server }) => {
  const { ana, harbour } = await scene(server.url);
  const page = await open(ana);
  const room = new RoomPage(page);
  const shell = new Shell(page);
  await room.goto(harbour.id);
  await room.expectMessage('You are a good person.');
  await room.composer.focus();
  const where = () =>
    page.evaluate(() => {
      const focused = document.activeElement;
      if (focused?.matches('textarea')) return 'composer';
      if (focused?.closest('[data-timeline]') || focused?.querySelector('[data-timeline]')) return 'messages';
      if (focused?.closest('nav')) return 'rooms';
      if (focused?.closest('header')) return 'header';
      return focused?.tagName ?? 'nothing';
    });
  const visited = ['composer'];
  for (let turn = 0; turn < 4; turn += 1) {
    await page.keyboard.press('Control+F6');
    visited.push(await where());
  }
  expect(visited).toEqual(['composer', 'rooms', 'header', 'messages', 'composer']);

  const create = shell.page.getByRole('button', { name: 'Create room' }).first();
  if (await create.isVisible()) {
    await create.click();
  } else {
    await page.getByRole('button', { name: 'New' }).first().click();
    await page.getByRole('menuitem', { name: 'Create room' }).click();
  }
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
  await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('BUTTON');
});

test('UX26 after 5 s without a socket a banner shows and typing still works; recovery hides it and no message is missing', async ({ open, server, link }) => {
  const ana = await Account.signUp(server.url, 'ana');
  const bo = await Account.signUp(server.url, 'bo');
  const room = await ana.createRoom('Harbour');
  await bo.join(room);
  await ana.send(room, 'before');
  const page = await open(bo);
  const view = new RoomPage(page);
  const shell = new Shell(page);
  await view.goto(room.id);
  await view.expectMessage('before');
  const place = await view.timeline.boundingBox();

  link.cut();
  await expect(shell.banner).toBeVisible({ timeout: 15_000 });
  expect(await view.timeline.boundingBox()).toEqual(place);
  await view.composer.fill('typed without a connection');
  await expect(view.composer).toHaveValue('typed without a connection');
  await ana.sendMany(room, 5, (index) => `missed ${index + 1}`);

  link.mend();
  await expect(shell.banner).toBeHidden({ timeout: 30_000 });
  for (let number = 1; number <= 5; number += 1) await expect(view.row(`missed ${number}`)).toHaveCount(1);
  await expect(view.composer).toHaveValue('typed without a connection');
  await view.composer.press('Enter');
  await expect(view.row('typed without a connection')).toHaveAttribute('data-state', 'sent');
});

test('UX27 sign-out in one tab signs out the other', async ({ open, server }) => {
  const ana = await Account.signUp(server.url, 'ana');
  const room = await ana.createRoom('Harbour');
  const first = await open(ana);
  await new RoomPage(first).goto(room.id);
  const second = await first.context().newPage();
  await new RoomPage(second).goto(room.id);
  await new Shell(second).signOut();
  await expect(new RoomPage(first).composer).toBeHidden();
  await expect(first.getByRole('link', { name: 'Sign in' }).or(first.getByRole('button', { name: 'Sign in' })).first()).toBeVisible();
});

test('UX28 initial scripts are within their budgets and do not contain GSAP', async ({ open, server }) => {
  const { ana, harbour } = await scene(server.url);
  // Initial scripts are those named in the document and their static imports, not what they import() later.
  const initial = async (page: Page) => {
    const seen = new Map<string, string>();
    const queue = await page.evaluate(() =>
      [...document.querySelectorAll<HTMLScriptElement | HTMLLinkElement>('script[src], link[rel="modulepreload"]')].map((element) =>
        element instanceof HTMLScriptElement ? element.src : element.href,
      ),
    );
    for (let url = queue.pop(); url !== undefined; url = queue.pop()) {
      if (seen.has(url)) continue;
      const text = await (await page.request.get(url)).text();
      seen.set(url, text);
      for (const match of text.matchAll(/(?:^|[;}\s])(?:import|export)\s*(?:[\w*{}\s,$]+from\s*)?["'](\.[^"']+\.js)["']/g)) {
        queue.push(new URL(match[1] ?? '', url).href);
      }
    }
    return seen;
  };
  const kilobytes = (scripts: Map<string, string>) =>
    [...scripts.values()].reduce((sum, text) => sum + gzipSync(text, { level: 9 }).length, 0) / 1000;

  const stranger = await open();
  await stranger.goto('/sign-in');
  await expect(stranger.getByRole('button', { name: 'Sign in' })).toBeVisible();
  const entrance = await initial(stranger);
  expect(kilobytes(entrance)).toBeLessThanOrEqual(105);

  const page = await open(ana);
  await new RoomPage(page).goto(harbour.id);
  const chat = await initial(page);
  // By now idle-time chunks are in the document too, so the eager budget applies. The build enforces the budget of the view
  // itself (150 kB).
  expect(kilobytes(chat)).toBeLessThanOrEqual(215);
  for (const [url, text] of [...entrance, ...chat]) expect(text.includes('GreenSock') || /\bgsap\b.{0,40}registerPlugin/.test(text), url).toBe(false);
});
