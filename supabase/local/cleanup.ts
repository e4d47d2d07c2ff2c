import type { Log } from './context.ts';

export type Cleanup = { add: (step: () => Promise<void>) => void; run: () => Promise<void> };

/** Steps that are undone in reverse, each one even when another fails. */
export function createCleanup(log: Log): Cleanup {
  const steps: (() => Promise<void>)[] = [];
  let done: Promise<void> | undefined;
  const runAll = async (): Promise<void> => {
    for (let step = steps.pop(); step !== undefined; step = steps.pop()) {
      try {
        await step();
      } catch (error) {
        log('warn', 'a part did not stop cleanly', { error: String(error) });
      }
    }
  };
  return {
    add: (step) => {
      steps.push(step);
    },
    run: async () => {
      done ??= runAll();
      await done;
    },
  };
}
