import { format } from 'node:util';

import { afterEach, beforeEach } from 'vitest';

// An error on the console that no test expects is a failure. A test that provokes one replaces
// console.error with its own spy and asserts what it was told.
let unexpected: string[] = [];
const print = console.error;

function record(...args: unknown[]): void {
  unexpected.push(format(...args));
  print(...args);
}

beforeEach(() => {
  unexpected = [];
  console.error = record;
});

afterEach(() => {
  console.error = print;
  const [first] = unexpected;
  if (first !== undefined) throw new Error(`console.error was called unexpectedly: ${first}`);
});
