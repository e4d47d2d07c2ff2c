import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { readEnvironment } from './env-files.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'parley env '));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

test('the process wins over .env.local, which wins over .env; files of the other mode are not read', () => {
  writeFileSync(join(folder, '.env'), 'A=file\nB=file\nC="two words"\n');
  writeFileSync(join(folder, '.env.local'), 'A=local\nB=local\n');
  writeFileSync(join(folder, '.env.development'), 'D=development\n');
  const env = readEnvironment(folder, { A: 'process' }, 'production');
  expect(env).toEqual({ A: 'process', B: 'local', C: 'two words' });
});
