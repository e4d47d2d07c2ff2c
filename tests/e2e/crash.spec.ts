import { expect, test } from '@playwright/test';

import { runs } from '../support/soak';
import { createAccount } from './support/account';
import { CrashInstance, type Victim } from './support/crash-instance';
import { CrashListener } from './support/crash-listener';
import { CrashWriter } from './support/crash-writer';
import { createWorkspace, join, listConversations, readAll, type Workspace } from './support/workspace';

const WRITERS = ['Ada', 'Bo', 'Cy', 'Dee', 'Eve', 'Fay', 'Gus', 'Hal', 'Ida', 'Jo'];
const LISTENERS = 2;
const VICTIMS: Victim[] = ['postgres', 'stack', 'web'];
/** Messages of each writer before and after each death. */
const BETWEEN = 2;
const ROUNDS = runs(1, 50);
/** What each tenth round ends with: all at once, and, where there is time, the supervisor alone. */
const OTHER_VICTIMS: Victim[] = ROUNDS === 1 ? ['everything'] : ['supervisor', 'everything'];
const ROUND_MS = 60_000;
/** A listener that was refused while things came up waits up to half a minute. */
const CONVERGENCE_MS = 45_000;

test.describe.configure({ mode: 'serial' });

let instance: CrashInstance;
let workspace: Workspace;

test.beforeAll(async () => {
  test.setTimeout(180_000);
  instance = new CrashInstance();
  await instance.start();
  workspace = await createWorkspace(await createAccount('Ada', instance.place));
});
test.afterAll(async () => {
  await instance.remove();
});

test('health names what is down, and that it is back', async () => {
  const healthy = { ok: true, version: expect.any(String) };
  const parts = { database: healthy, auth: healthy, realtime: healthy, storage: { ok: true } };
  const up = { status: 200, body: { ok: true, ...parts } };
  expect(await instance.health()).toEqual(up);
  const stack = await instance.pidOf('stack');
  process.kill(stack, 'SIGSTOP');
  try {
    const { status, body } = await instance.health();
    expect(status).toBe(503);
    expect(body).toMatchObject({
      ok: false,
      database: { ok: true },
      auth: { ok: false, reason: expect.stringMatching(/./) },
      realtime: { ok: false, reason: expect.stringMatching(/./) },
      storage: { ok: false, reason: expect.stringMatching(/./) },
    });
  } finally {
    process.kill(stack, 'SIGCONT');
  }
  await expect.poll(async () => await instance.health()).toEqual(up);
});

test('every acknowledged message survives the death of every process, once and in order, and reaches all who listen', async () => {
  test.setTimeout(ROUNDS * VICTIMS.length * ROUND_MS + 2 * ROUND_MS);
  const conversation = { workspace: workspace.id, conversationId: workspace.general };
  const target = { ...conversation, url: () => instance.place.url };
  const accounts = await Promise.all(
    WRITERS.slice(1).map(async (name) => await join(workspace, await createAccount(name, instance.place))),
  );
  const people = [workspace.owner, ...accounts];
  const writers = people.map((account) => new CrashWriter(account, target));
  const [general] = await listConversations(workspace.owner, workspace.id);
  if (general === undefined) throw new Error('there is no #general');
  const listeners = people
    .slice(0, LISTENERS)
    .map((account) => new CrashListener(account, { ...conversation, topicName: general.topicName }));
  const goOn = async () => {
    const before = writers.map(({ acknowledged }) => acknowledged.length);
    const progress = () =>
      Math.min(...writers.map((writer, n) => writer.acknowledged.length - (before[n] ?? 0)));
    await expect
      .poll(progress, { timeout: 60_000, message: 'all writers go on' })
      .toBeGreaterThanOrEqual(BETWEEN);
  };
  for (const writer of writers) writer.start();
  try {
    const rounds = Array.from({ length: ROUNDS }, (_, round) =>
      round % 10 === 0 ? [...VICTIMS, ...OTHER_VICTIMS] : VICTIMS,
    );
    for (const victim of rounds.flat()) {
      for (const writer of writers) writer.setHurry(true);
      await goOn();
      await instance.killAndRecover(victim);
      for (const writer of writers) writer.setHurry(false);
      await goOn();
    }
  } finally {
    await Promise.all(writers.map(async (writer) => await writer.stop()));
  }

  const surprises = writers.flatMap((writer) => writer.surprises);
  expect([...surprises, ...instance.logAbout(surprises)]).toEqual([]);
  const kept = await readAll(workspace.owner, workspace.id, workspace.general).catch((thrown: unknown) => {
    throw new Error([String(thrown), ...instance.logAbout([String(thrown)])].join('\n'));
  });
  expect(kept.map(({ seq }) => seq)).toEqual(kept.map((_, index) => index + 1));
  const acknowledged = writers.flatMap((writer) => writer.acknowledged);
  expect(kept.map(({ id, body, seq }) => ({ id, body, seq }))).toEqual(
    acknowledged.toSorted((a, b) => a.seq - b.seq),
  );
  for (const listener of listeners) {
    await expect
      .poll(() => listener.lastSeq, { timeout: CONVERGENCE_MS, message: 'the listeners have all' })
      .toBe(kept.length);
    expect(listener.heard).toBeGreaterThan(0);
    const shown = await listener.scrollThrough();
    expect(shown.map(({ id, body, seq, state }) => ({ id, body, seq, state }))).toEqual(
      kept.map(({ id, body, seq }) => ({ id, body, seq, state: 'sent' })),
    );
    await listener.close();
  }
  for (const writer of writers) {
    const places = writer.acknowledged.map(({ seq }) => seq);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  }
});
