// Right-to-left texts among left-to-right ones.
import { expect, test } from '../harness/test.ts';
import { scene } from '../harness/seed.ts';
import { RoomPage } from '../pages/room.ts';

test('UI53 each paragraph, list and quote has its own direction, and code is left-to-right', async ({ open, server }) => {
  const { ana, bo, harbour } = await scene(server.url);
  await bo.send(harbour, '- שלום\n- hello\n\n> שלום\n\n1. hello\n2. שלום\n\n`x` שלום\n\n```\nשלום\n```');
  const page = await open(ana, { reducedMotion: 'reduce' });
  const room = new RoomPage(page);
  await room.goto(harbour.id);
  const body = page.locator('[data-body]', { has: page.locator('blockquote') }).last();
  await expect(body).toBeVisible();
  const direction = (selector: string) =>
    body.locator(selector).evaluateAll((parts) => parts.map((part) => getComputedStyle(part).direction));
  expect(await direction('ul, ul > li')).toEqual(['rtl', 'rtl', 'rtl']);
  expect(await direction('ul p')).toEqual(['rtl', 'ltr']);
  expect(await direction('blockquote, blockquote p')).toEqual(['rtl', 'rtl']);
  expect(await direction('ol, ol > li')).toEqual(['ltr', 'ltr', 'ltr']);
  expect(await direction('p:has(code), p code, pre')).toEqual(['rtl', 'ltr', 'ltr']);
});
