// Chat under load: what posting, delivery and reading cost, beside the floors of the same run.
import { uuidv7 } from 'uuidv7';
import { z } from 'zod';

import { timeBareFanOut, timeDeliveries } from './messages/delivery.ts';
import { BODY, openBareWriter, throughput, timePosts } from './messages/floors.ts';
import { startListeners } from './messages/listeners.ts';
import { measureReads } from './messages/reads.ts';
import { type Dweller, openHouse } from './support/house.ts';
import { report, reportSpread } from './support/report.ts';

const PEOPLE = 25;
const DEVICES = 4;
const LISTENERS = PEOPLE * DEVICES;
const WRITERS = 10;
const BLOCKS = 10;
const BLOCK = 40;
const PACE = { perSecond: 50, count: 1000 };
const THROUGHPUT_MS = 5000;

const house = await openHouse();
const people = await house.admit(PEOPLE, DEVICES);
const writers = people.flatMap(([first]) => first ?? []).slice(0, WRITERS);
const [writer] = writers;
if (writer === undefined) throw new Error('nobody writes');

/** A channel with everybody in it. */
async function populated(): Promise<string> {
  const id = await house.channel();
  const memberIds = people.flatMap(([first]) => first?.memberId ?? []);
  await house.owner.call('POST', `/team-chat/channels/${id}/members`, { memberIds });
  return id;
}

const quiet = await populated();
const live = await populated();
const { topicName } = z
  .object({ topicName: z.string() })
  .parse(await house.owner.call('GET', `/team-chat/channels/${live}`));

const post = async ({ call }: Dweller, id = uuidv7()): Promise<unknown> =>
  await call('POST', '/team-chat/messages', { id, conversationId: live, body: BODY }, uuidv7());

const listeners = startListeners();
const bare = await Promise.all(writers.map((one) => openBareWriter(house, one, quiet)));
try {
  const fanOut = await timeBareFanOut(listeners, LISTENERS, PACE);
  reportSpread('messages.floor.fan-out-to-100', fanOut, 'ms');

  const tokens = people.flat().map(({ token }) => token);
  await listeners.tell({ order: 'join', url: house.realtimeUrl, topic: topicName, tokens });

  const bareMs: number[] = [];
  const apiMs: number[] = [];
  await house.unlimited(async () => {
    // In turn, so that both meet the same machine; the first block warms up.
    for (let block = 0; block <= BLOCKS; block += 1) {
      const floor = await timePosts(async () => await bare[0]?.post(), BLOCK);
      const api = await timePosts(async () => await post(writer), BLOCK);
      if (block === 0) continue;
      bareMs.push(...floor);
      apiMs.push(...api);
    }
  });
  reportSpread('messages.floor.transaction', bareMs, 'ms');
  const floorMs = bareMs.toSorted((a, b) => a - b)[Math.floor(bareMs.length / 2)] ?? 0;
  reportSpread('messages.post', apiMs, 'ms', { p50: { floor: floorMs, aim: { atMostTimesFloor: 4 } } });

  const send = async (id: string, n: number): Promise<unknown> =>
    await post(writers[n % WRITERS] ?? writer, id);
  const delivered = await house.unlimited(async () => await timeDeliveries(listeners, send, PACE));
  reportSpread('messages.delivery-to-last-of-100', delivered, 'ms', { p95: { aim: { atMost: 60 } } });

  const bareOne = await throughput([async () => await bare[0]?.post()], THROUGHPUT_MS);
  report({ name: 'messages.floor.throughput-1', value: bareOne, unit: '1/s' });
  const bareTen = await throughput(
    bare.map((one) => one.post),
    THROUGHPUT_MS,
  );
  report({ name: 'messages.floor.throughput-10', value: bareTen, unit: '1/s' });
  const apiTen = await house.unlimited(
    async () =>
      await throughput(
        writers.map((one) => async () => await post(one)),
        THROUGHPUT_MS,
      ),
  );
  report({
    name: 'messages.throughput-10',
    value: apiTen,
    unit: '1/s',
    floor: bareTen,
    aim: { atLeastOfFloor: 0.25 },
  });
} finally {
  listeners.end();
  await Promise.all(bare.map((one) => one.close()));
}

try {
  await measureReads(house);
} finally {
  await house.close();
}
