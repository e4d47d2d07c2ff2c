// Calls: how long joining takes, beside bare connections of the same run, what it asks of the server, and what being in one costs.
import { setTimeout as delay } from 'node:timers/promises';

import type { Page } from '@playwright/test';

import { timeBareMesh } from './calls/bare-mesh';
import { type BenchBrowser, launchBrowser } from './calls/browser';
import { approach, type Callers, joinAndSee, leave, openCallers } from './calls/callers';
import { countStatements } from './calls/statements';
import type { Marks } from './calls/watch-frames';
import { openHouse } from './support/house';
import { median, report } from './support/report';

const SIZES = [2, 4];
const BLOCKS = 2;
const ROUNDS = 3;
const COUNTED_ROUNDS = 3;
/** What follows the first picture: the last candidates, the first signs of life. */
const SETTLING_MS = 2000;
const CPU_WINDOW_MS = 10_000;
const AIM = { atMostTimesFloor: 1.5, plus: 150 };

const lastOf = ({ seats }: Marks): number => Math.max(...Object.values(seats));

/** Counts calls of the REST API that a page makes. */
function countRequests(page: Page): () => number {
  let count = 0;
  page.on('request', (request) => {
    if (new URL(request.url()).pathname.startsWith('/api/v1/')) count += 1;
  });
  return () => count;
}

async function timeJoins(bench: BenchBrowser, { pages, code }: Callers): Promise<void> {
  const [last, ...others] = pages.toReversed();
  const [watcher] = others;
  if (last === undefined || watcher === undefined) throw new Error('nobody is there');
  for (const [at, page] of others.entries()) {
    await approach(page, code);
    await joinAndSee(page, at);
  }
  const bareMs: number[] = [];
  const joins: Marks[] = [];
  // In turn, so that both meet the same machine, and with the call going on beside the bare ones; the first block warms up.
  for (let block = 0; block <= BLOCKS; block += 1) {
    const bare = await timeBareMesh(bench.browser, pages.length, ROUNDS);
    if (block > 0) bareMs.push(...bare);
    for (let round = 0; round < ROUNDS; round += 1) {
      await approach(last, code);
      const marks = await joinAndSee(last, others.length);
      if (block > 0) joins.push(marks);
      await leave(last, watcher, others.length);
    }
  }
  const name = `calls.join-${pages.length}`;
  report({
    name: `${name}.first-frame.p50`,
    value: median(joins.map(lastOf)),
    unit: 'ms',
    floor: median(bareMs),
    aim: AIM,
  });
  for (const step of new Set(joins.flatMap(({ marks }) => Object.keys(marks)))) {
    const times = joins.flatMap(({ marks }) => marks[step] ?? []);
    if (times.length > joins.length / 2)
      report({ name: `${name}.at.${step}`, value: median(times), unit: 'ms' });
  }

  const statements = await countStatements();
  const counters = pages.toReversed().map(countRequests);
  const sum = (): number => counters.reduce((total, count) => total + count(), 0);
  const found: { own: number; all: number; statements: number }[] = [];
  try {
    while (found.length < COUNTED_ROUNDS) {
      await approach(last, code);
      const before = { own: counters[0]?.() ?? 0, all: sum(), statements: statements.count() };
      await joinAndSee(last, others.length);
      await delay(SETTLING_MS);
      found.push({
        own: (counters[0]?.() ?? 0) - before.own,
        all: sum() - before.all,
        statements: statements.count() - before.statements,
      });
      if (found.length < COUNTED_ROUNDS) await leave(last, watcher, others.length);
    }
  } finally {
    await statements.close();
  }
  report({ name: `${name}.requests`, value: median(found.map(({ own }) => own)), unit: 'requests' });
  report({ name: `${name}.requests-of-all`, value: median(found.map(({ all }) => all)), unit: 'requests' });
  report({
    name: `${name}.statements-of-all`,
    value: median(found.map((one) => one.statements)),
    unit: 'statements',
  });

  const before = bench.cpuSeconds();
  await delay(CPU_WINDOW_MS);
  const after = bench.cpuSeconds();
  if (before === null || after === null) return;
  const cores = (after - before) / (CPU_WINDOW_MS / 1000);
  report({ name: `calls.in-${pages.length}.cores-per-person`, value: cores / pages.length, unit: 'cores' });
}

const house = await openHouse();
const bench = await launchBrowser();
try {
  await house.unlimited(async () => {
    for (const size of SIZES) {
      const callers = await openCallers(bench.browser, size);
      try {
        await timeJoins(bench, callers);
      } finally {
        await callers.close();
      }
    }
  });
} finally {
  await bench.close();
  await house.close();
}
