// The README's screenshots: a room with a conversation, in light and dark.
import { test } from '../harness/test.ts';
import { scene } from '../harness/seed.ts';
import { RoomPage } from '../pages/room.ts';

for (const [colorScheme, file] of [['light', 'screenshot'], ['dark', 'screenshot-dark']] as const) {
  test(`the README's screenshot, ${colorScheme}`, async ({ open, server }) => {
    const { ana, harbour } = await scene(server.url);
    const page = await open(ana, { colorScheme, viewport: { width: 1280, height: 800 }, deviceScaleFactor: 1.5 });
    const room = new RoomPage(page);
    await room.goto(harbour.id);
    await room.expectMessage('You are a good person.');
    await page.screenshot({ path: `../docs/${file}.png`, animations: 'disabled' });
  });
}
