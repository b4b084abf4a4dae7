// A realistic room, for screenshots and for checks that need content.
import { Account, type Room } from './api.ts';

export interface Scene {
  ana: Account;
  bo: Account;
  cleo: Account;
  harbour: Room;
}

/** Creates three people, four rooms, and a varied conversation. Ana is the administrator. */
export async function scene(url: string): Promise<Scene> {
  const ana = await Account.signUp(url, 'ana', 'Ana Ferreira');
  const bo = await Account.signUp(url, 'bo', 'Bo Lindqvist');
  const cleo = await Account.signUp(url, 'cleo', 'Cleo Okafor');
  const everybody = [bo, cleo];

  const garden = await ana.createRoom('Garden', { description: 'Seeds, soil and the long game' });
  const market = await ana.createRoom('Market day', { description: 'What to bring on Saturday' });
  const bridge = await ana.createRoom('Bridge repairs', { kind: 'private' });
  const harbour = await ana.createRoom('Harbour', { description: 'Boats, tides and the weather' });
  for (const person of everybody) for (const room of [garden, market, harbour]) await person.join(room);

  await bo.send(garden, 'The beans are up. All of them, at once.');
  await cleo.send(market, 'I can bring bread, the dark one.');
  await bo.send(market, 'Then I bring cheese. Who has the table?');
  await ana.send(bridge, 'Planks arrive on Thursday.');

  await bo.send(harbour, 'Morning. The forecast moved again: wind from the west, five, dropping after noon.');
  await bo.send(harbour, 'If we leave at ten we have the tide with us both ways.');
  const question = await cleo.send(harbour, 'Ten works. Do we still take the *Heron*, or is she on the slip?');
  await ana.send(harbour, 'She is in the water since yesterday. Engine checked, bilge dry.', { reply_to: question.id });
  await cleo.send(harbour, '**Packing list**\n\n- life jackets, four\n- the long rope\n- soup');
  await bo.send(harbour, 'And somebody set the clock on the tide table:\n\n```\ntide --port harbour --day saturday\nlow   04:12   0.6 m\nhigh  10:31   3.4 m\n```');
  await ana.send(harbour, 'Done. I also fixed the hinge on the hatch, so nobody has to hold it open this time.');
  await cleo.send(harbour, 'You are a good person.');
  const last = await bo.send(harbour, 'See you at the steps, then. I bring the soup.');
  await ana.markRead(harbour, last.seq);
  return { ana, bo, cleo, harbour };
}
