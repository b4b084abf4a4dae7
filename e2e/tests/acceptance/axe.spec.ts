// UX acceptance check 24, second half: dialogs and menus over a room, in both themes, and the system's contrast settings.
import { expectAxeFindsNothing, expectAxeFindsNothingAsShown } from '../../harness/axe.ts';
import { expect, test } from '../../harness/test.ts';
import { scene } from '../../harness/seed.ts';
import { RoomPage } from '../../pages/room.ts';
import { Shell } from '../../pages/shell.ts';

const TEXT = 'You are a good person.';
const FORMATTED = '- [x] rope\n- [ ] soup\n\n| tide | time |\n|---|---|\n| low | 04:12 |\n\nThe surprise is ||a [cake](https://cake.example)||';

test('UX24 axe finds nothing on message menu, reactions, info, forward, saved, palette, shortcuts, settings', async ({ open, server }) => {
  test.setTimeout(300_000);
  const { ana, bo, harbour } = await scene(server.url);
  await bo.send(harbour, FORMATTED);
  const page = await open(ana, { reducedMotion: 'reduce' });
  const room = new RoomPage(page);
  const shell = new Shell(page);
  const dialog = (name: string) => page.getByRole('dialog', { name });
  const menu = async () => {
    // Quotes repeat a message's text; its own row is the first.
    const row = room.row(TEXT).first();
    await row.hover();
    await row.getByRole('button', { name: 'More actions' }).click();
    await expect(page.getByRole('menu')).toBeVisible();
  };
  const choose = async (entry: string) => {
    await menu();
    await page.getByRole('menuitem', { name: entry }).click();
  };
  const look = async (name: string) => {
    await expect(dialog(name)).toBeVisible();
    await page.waitForLoadState('networkidle');
    await expectAxeFindsNothing(page, name);
    await page.keyboard.press('Escape');
    await expect(dialog(name)).toBeHidden();
  };

  await room.goto(harbour.id);
  await room.expectMessage(TEXT);
  await expect(page.getByRole('checkbox', { name: 'rope' })).toBeVisible();
  await expectAxeFindsNothing(page, 'task list, table, hidden text');
  await page.getByRole('button', { name: 'Show hidden text' }).click();
  await expect(page.getByRole('link', { name: 'cake' })).toBeVisible();
  await expectAxeFindsNothing(page, 'hidden text that is shown');
  await menu();
  await expectAxeFindsNothing(page, 'message menu');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('menu')).toBeHidden();

  await choose('Message info');
  await look('Message info');
  await choose('Forward');
  await look('Forward to a room');
  await choose('Save');
  await shell.accountMenu.click();
  await page.getByRole('menuitem', { name: 'Saved messages' }).click();
  await look('Saved messages');
  await room.composer.focus();
  await page.keyboard.press('ControlOrMeta+k');
  await expect(page.getByRole('dialog')).toBeVisible();
  await expectAxeFindsNothing(page, 'palette');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
  await shell.accountMenu.click();
  await page.getByRole('menuitem', { name: 'Keyboard shortcuts' }).click();
  await look('Keyboard shortcuts');
  for (const part of ['appearance', 'notifications', 'privacy', 'sessions']) {
    await page.goto(`/settings/${part}`);
    await expect(dialog('Settings')).toBeVisible();
    await page.waitForLoadState('networkidle');
    await expectAxeFindsNothing(page, `settings: ${part}`);
  }
});

test('UX24 in forced colours and with more contrast, every control has a visible edge or text', async ({ open, server }) => {
  const { ana, harbour } = await scene(server.url);
  for (const options of [{ forcedColors: 'active' }, { contrast: 'more' }] as const) {
    const page = await open(ana, { ...options, reducedMotion: 'reduce' });
    const room = new RoomPage(page);
    await room.goto(harbour.id);
    await room.expectMessage(TEXT);
    await expectAxeFindsNothingAsShown(page, JSON.stringify(options));
    // Focus must show as an outline, because shadows and tints are not drawn in forced colours.
    await room.composer.focus();
    await page.keyboard.press('Shift+Tab');
    const outline = await page.evaluate(() => {
      const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement ?? document.body);
      return outlineStyle === 'none' ? 0 : Number.parseFloat(outlineWidth);
    });
    expect(outline, JSON.stringify(options)).toBeGreaterThanOrEqual(1);
  }
});

test('UX1 320 px wide: dialogs, menus and settings stay within the window', async ({ open, server }) => {
  const { ana, harbour } = await scene(server.url);
  const page = await open(ana, { viewport: { width: 320, height: 640 } });
  const shell = new Shell(page);
  const room = new RoomPage(page);
  await room.goto(harbour.id);
  await room.expectMessage(TEXT);
  await shell.expectNoSidewaysScroll();
  await page.getByRole('button', { name: 'Details' }).click();
  await expect(page.getByText('Cleo Okafor').last()).toBeVisible();
  await shell.expectNoSidewaysScroll();
  for (const part of ['profile', 'appearance', 'notifications', 'privacy', 'sessions', 'shortcuts']) {
    await page.goto(`/settings/${part}`);
    await expect(page.getByRole('dialog', { name: 'Settings' })).toBeVisible();
    await shell.expectNoSidewaysScroll();
  }
});
