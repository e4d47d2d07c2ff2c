import { after } from 'next/server';

/**
 * Runs a task that the answer does not wait for. On serverless hosts the instance is kept until it is done. It must not throw.
 */
export function inBackground(task: () => Promise<void>): void {
  try {
    after(task);
  } catch {
    // Outside of a request: jobs, scripts, tests.
    void task();
  }
}
