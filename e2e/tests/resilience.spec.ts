// Surviving a reload, a killed server and a lost network: no message is missing or duplicated, and nobody has to reload.
import { expect, test } from '../harness/test.ts';
import { Account } from '../harness/api.ts';
import { RoomPage } from '../pages/room.ts';
import { Shell } from '../pages/shell.ts';

/** Two people in one room, each in a browser. */
async function conversation(open: import('../harness/test.ts').Open, url: string) {
  const ana = await Account.signUp(url, 'ana');
  const bo = await Account.signUp(url, 'bo');
  const room = await ana.createRoom('Harbour');
  await bo.join(room);
  const [anas, bos] = [await open(ana), await open(bo)];
  await new RoomPage(anas).goto(room.id);
  await new RoomPage(bos).goto(room.id);
  return { ana, bo, room, anas: new RoomPage(anas), bos: new RoomPage(bos) };
}

test('UI13 a reload shows every message once', async ({ open, server }) => {
  const { room, anas, ana } = await conversation(open, server.url);
  for (const text of ['one', 'two', 'three']) await anas.sendStored(text);
  await anas.page.reload();
  await anas.expectMessage('three');
  for (const text of ['one', 'two', 'three']) await expect(anas.row(text)).toHaveCount(1);
  await anas.sendStored('four');
  expect((await ana.messages(room)).map((message) => message.body)).toEqual(['one', 'two', 'three', 'four']);
});

test('STORE7 UI13 after SIGKILL in mid-conversation both browsers catch up automatically', async ({ open, server }) => {
  const { ana, room, anas, bos } = await conversation(open, server.url);
  await anas.sendStored('before');
  await bos.expectMessage('before');

  await server.kill();
  // Messages written meanwhile wait and are sent when the server is back.
  await anas.send('during, from Ana');
  await bos.send('during, from Bo');
  await server.restart();

  for (const person of [anas, bos]) {
    await person.expectMessage('before');
    await person.expectMessage('during, from Ana');
    await person.expectMessage('during, from Bo');
  }
  await expect(anas.row('during, from Ana')).toHaveAttribute('data-state', 'sent', { timeout: 20_000 });
  await expect(bos.row('during, from Bo')).toHaveAttribute('data-state', 'sent', { timeout: 20_000 });
  await anas.sendStored('after');
  await bos.expectMessage('after');

  const stored = (await ana.messages(room)).map((message) => message.body);
  expect(stored[0]).toBe('before');
  expect([...stored].sort()).toEqual(['after', 'before', 'during, from Ana', 'during, from Bo'].sort());
});

test('STORE7 a burst interrupted by SIGKILL is stored completely, once, in order', async ({ open, server }) => {
  const { ana, room, anas, bos } = await conversation(open, server.url);
  const texts = Array.from({ length: 30 }, (_, index) => `burst ${index + 1}`);
  for (const [index, text] of texts.entries()) {
    await anas.send(text);
    if (index === 14) await server.kill();
    if (index === 24) await server.restart();
  }
  await expect(anas.row('burst 30')).toHaveAttribute('data-state', 'sent', { timeout: 30_000 });
  await bos.expectMessage('burst 30');
  expect((await ana.messages(room)).map((message) => message.body)).toEqual(texts);
});

test('SYNC4 UI13 after being offline, missed messages arrive and written ones are sent once', async ({ open, server, link }) => {
  const { ana, bo, room, bos } = await conversation(open, server.url);
  await bos.sendStored('before the tunnel');

  link.cut();
  await bos.page.context().setOffline(true);
  const missed = await ana.sendMany(room, 12, (index) => `missed ${index + 1}`);
  await bos.send('written in the tunnel');
  await expect(bos.row('written in the tunnel')).toHaveAttribute('data-state', 'sending');
  await expect(new Shell(bos.page).banner).toBeVisible({ timeout: 15_000 });

  // The link first: the browser's event reconnects at once, and a failed try would wait for up to half a minute.
  link.mend();
  await bos.page.context().setOffline(false);
  for (const message of missed) await expect(bos.row(message.body)).toHaveCount(1, { timeout: 20_000 });
  await expect(bos.row('written in the tunnel')).toHaveAttribute('data-state', 'sent');
  await expect(new Shell(bos.page).banner).toBeHidden();
  const stored = await bo.messages(room);
  expect(stored.filter((message) => message.body === 'written in the tunnel')).toHaveLength(1);
  expect(stored).toHaveLength(14);
});

test('SYNC3 after missing too many changes the page shows the newest messages', async ({ open, server, link }) => {
  const { ana, room, bos } = await conversation(open, server.url);
  await bos.sendStored('before');
  link.cut();
  await ana.sendMany(room, 520, (index) => `flood ${index + 1}`);
  link.mend();
  // The backoff is up to half a minute by design, and this browser gets no event when the network is back.
  await expect(bos.row('flood 520')).toBeVisible({ timeout: 40_000 });
  await ana.send(room, 'and on');
  await bos.expectMessage('and on');
});
