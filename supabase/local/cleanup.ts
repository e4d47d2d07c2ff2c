import type { Log } from './context.ts';

type Step = () => Promise<void>;
export type Cleanup = {
  add: (step: Step) => void;
  /** Adds a step that is undone at the same time as the one added before it. */
  addBeside: (step: Step) => void;
  run: () => Promise<void>;
};

/** Steps that are undone in reverse, each one even when another fails. */
export function createCleanup(log: Log): Cleanup {
  const stages: Step[][] = [];
  let done: Promise<void> | undefined;
  const undo = async (step: Step): Promise<void> => {
    try {
      await step();
    } catch (error) {
      log('warn', 'a part did not stop cleanly', { error: String(error) });
    }
  };
  const runAll = async (): Promise<void> => {
    for (let stage = stages.pop(); stage !== undefined; stage = stages.pop()) {
      await Promise.all(stage.toReversed().map(undo));
    }
  };
  return {
    add: (step) => {
      stages.push([step]);
    },
    addBeside: (step) => {
      const last = stages.at(-1);
      if (last === undefined) stages.push([step]);
      else last.push(step);
    },
    run: async () => {
      done ??= runAll();
      await done;
    },
  };
}
