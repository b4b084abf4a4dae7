// A page translated by the browser while people talk: every event still shows the right text, and nothing crashes.
import type { Locator } from '@playwright/test';
import { expect, test } from '../harness/test.ts';
import { Account } from '../harness/api.ts';
import { MARK, sharedTexts, translate } from '../harness/translator.ts';
import { RoomPage } from '../pages/room.ts';
import { Shell } from '../pages/shell.ts';

test('UI39 on a translated page every live event shows the right text', async ({ open, server }) => {
  const ana = await Account.signUp(server.url, 'ana');
  const bo = await Account.signUp(server.url, 'bo');
  const cy = await Account.signUp(server.url, 'cy');
  const harbour = await ana.createRoom('Harbour', { description: 'Where boats are' });
  const quay = await ana.createRoom('Quay');
  for (const room of [harbour, quay]) await bo.join(room);
  const marked = await bo.send(harbour, 'hello **bold** there, see `code` and [a link](https://example.org)');
  const plain = await bo.send(harbour, 'plain words');
  const block = await bo.send(harbour, '> quoted\n\n- one\n- two *em*\n\n```js\nlet x = 1;\n```');
  const answered = await bo.send(harbour, 'answered words');
  await ana.send(harbour, 'an answer', { reply_to: answered.id });
  const gone = await bo.send(harbour, 'soon **gone**');
  const chosen = await bo.send(harbour, 'chosen by many');

  const page = await open(ana);
  const view = new RoomPage(page);
  const shell = new Shell(page);
  await view.goto(harbour.id);
  await expect(view.row('chosen by many')).toBeVisible();
  await expect(shell.entry('Quay')).toBeVisible();
  await page.getByRole('button', { name: 'Details' }).click();
  await expect(page.getByRole('complementary')).toBeVisible();
  const other = new RoomPage(await open(bo));
  await other.goto(harbour.id);

  const at = (message: { id: string }): Locator => page.locator(`[data-message-id="${message.id}"]`);
  /** Found by id, because its name is translated too. */
  const entryOf = (room: { id: string }) => shell.rooms.locator(`[data-room-id="${room.id}"]`);
  const body = (message: { id: string }) => at(message).locator('[data-body]');
  /** Translates the page, triggers an event, and checks that the page shows it. */
  const after = async (happens: () => Promise<unknown>, shows: () => Promise<unknown>) => {
    await translate(page);
    await happens();
    await shows();
    expect(await sharedTexts(page)).toEqual([]);
  };

  expect(await sharedTexts(page)).toEqual([]);
  await after(
    () => bo.edit(harbour, marked, 'no marks'),
    () => expect(body(marked)).toHaveText(/^no marks\s*\(edited\)$/),
  );
  await after(
    () => bo.edit(harbour, marked, '**marks** _again_ and more'),
    () => expect(body(marked)).toHaveText(/^marks again and more/),
  );
  await after(
    () => bo.edit(harbour, plain, 'other words'),
    () => expect(body(plain)).toHaveText(/^other words/),
  );
  await after(
    () => bo.edit(harbour, block, '```js\nlet y = 2;\n```\n\n1. first'),
    async () => {
      await expect(body(block)).toContainText('let y = 2;');
      await expect(body(block)).toContainText('first');
    },
  );
  await after(
    () => bo.edit(harbour, answered, 'corrected words'),
    () => expect(body(answered)).toHaveText(/^corrected words/),
  );
  await after(
    () => bo.delete(harbour, answered),
    () => expect(view.rows.filter({ hasText: 'an answer' }).getByText('The original message was deleted')).toBeVisible(),
  );
  await after(
    () => bo.delete(harbour, gone),
    () => expect(body(gone)).toHaveText('This message was deleted'),
  );
  for (const [count, who] of [[1, bo], [2, cy]] as const) {
    await after(
      async () => {
        if (who === cy) await cy.join(harbour);
        await who.react(harbour, chosen, '👍');
      },
      () => expect(at(chosen).getByRole('button', { name: new RegExp(`👍.*${count}`) })).toContainText(String(count)),
    );
  }
  await after(
    () => bo.unreact(harbour, chosen, '👍'),
    () => expect(at(chosen).locator('button[aria-pressed]').first()).toHaveText(/1$/),
  );
  await after(
    () => cy.unreact(harbour, chosen, '👍'),
    () => expect(at(chosen).locator('button[aria-pressed]')).toHaveCount(0),
  );
  await after(
    () => ana.pin(harbour, chosen),
    () => expect(page.getByRole('complementary').getByText('chosen by many')).toBeVisible(),
  );
  await after(
    () => bo.send(harbour, 'a **new** message'),
    () => expect(view.rows.filter({ hasText: 'a new message' })).toBeVisible(),
  );
  await after(
    () => other.composer.pressSequentially('typing'),
    () => expect(page.getByText('Bo is typing')).toBeVisible(),
  );
  await after(
    () => other.sendStored('typed to the end'),
    async () => {
      await view.expectMessage('typed to the end');
      await expect(page.getByText('Bo is typing')).toBeHidden();
    },
  );
  await after(
    () => bo.rename('Boris'),
    () => expect(at(chosen).or(at(marked)).getByText('Boris', { exact: true }).first()).toBeVisible(),
  );
  await after(
    () => cy.leave(harbour),
    () => expect(view.header.filter({ hasText: '2 members' })).toBeVisible(),
  );
  await after(
    () => ana.patchRoom(harbour, { name: 'Haven', description: 'Where ships are' }),
    async () => {
      await expect(page.getByRole('heading', { name: 'Haven', level: 1 })).toBeVisible();
      await expect(shell.entry('Haven')).toBeVisible();
    },
  );
  for (const count of [1, 2]) {
    await after(
      () => bo.send(quay, `over **there** ${count}`),
      async () => {
        await expect(entryOf(quay).locator('[data-unread]')).toHaveAttribute('data-unread', String(count));
        await expect(entryOf(quay)).toContainText(`over there ${count}`);
      },
    );
  }
  await after(
    () => view.send('my own **words**'),
    () => expect(view.rows.filter({ hasText: 'my own words' })).toHaveAttribute('data-state', 'sent'),
  );
  // Switching to another room shows only new content, and old translations are gone.
  await after(
    () => entryOf(quay).click(),
    () => expect(view.rows.filter({ hasText: 'over there 2' })).toBeVisible(),
  );
  await expect(view.timeline).not.toContainText(MARK);
});
