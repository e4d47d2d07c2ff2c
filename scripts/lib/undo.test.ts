import { expect, test } from 'vitest';

import { Undo } from './undo.ts';

test('the last thing is undone first, once, however often the end is asked for', async () => {
  const done: string[] = [];
  const undo = new Undo();
  undo.add(() => void done.push('first'));
  undo.add(async () => {
    await Promise.resolve();
    done.push('second');
  });
  await Promise.all([undo.run(), undo.run()]);
  expect(done).toEqual(['second', 'first']);
});

test('what begins after the end is undone too', async () => {
  const done: string[] = [];
  const undo = new Undo();
  const end = undo.run();
  expect(() => undo.add(() => void done.push('late'))).toThrow('Stopped');
  await Promise.all([end, undo.run()]);
  expect(done).toEqual(['late']);
});
