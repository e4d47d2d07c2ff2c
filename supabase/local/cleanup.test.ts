import { expect, test } from 'vitest';

import { createCleanup } from './cleanup.ts';

function listen() {
  const told: string[] = [];
  return {
    told,
    cleanup: createCleanup((level, message, fields) =>
      told.push([level, message, fields?.['error']].join(' ')),
    ),
    step: (name: string, until?: Promise<unknown>) => async () => {
      told.push(`${name} begins`);
      await until;
      told.push(`${name} is done`);
    },
  };
}

test('steps are undone in reverse, one after another', async () => {
  const { told, cleanup, step } = listen();
  cleanup.add(step('first'));
  cleanup.add(step('second'));
  await cleanup.run();
  expect(told).toEqual(['second begins', 'second is done', 'first begins', 'first is done']);
});

test('those beside each other are waited for together, and only then what came before them', async () => {
  const { told, cleanup, step } = listen();
  const [slow, fast] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  cleanup.add(step('before'));
  cleanup.add(step('slow', slow.promise));
  cleanup.addBeside(step('fast', fast.promise));
  const running = cleanup.run();
  expect(told).toEqual(['fast begins', 'slow begins']);
  fast.resolve();
  await fast.promise;
  slow.resolve();
  await running;
  expect(told.slice(2)).toEqual(['fast is done', 'slow is done', 'before begins', 'before is done']);
});

test('one that fails keeps none of the others', async () => {
  const { told, cleanup, step } = listen();
  cleanup.add(step('before'));
  cleanup.add(step('beside'));
  cleanup.addBeside(() => Promise.reject(new Error('stuck')));
  await cleanup.run();
  expect(told).toContain('warn a part did not stop cleanly Error: stuck');
  expect(told).toContain('beside is done');
  expect(told.at(-1)).toBe('before is done');
});

test('is done once, however often it is asked for', async () => {
  const { told, cleanup, step } = listen();
  cleanup.add(step('only'));
  await Promise.all([cleanup.run(), cleanup.run()]);
  await cleanup.run();
  expect(told).toEqual(['only begins', 'only is done']);
});
