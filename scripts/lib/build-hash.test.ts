import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { buildHash } from './build-hash.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'parley build '));
  mkdirSync(join(folder, 'app', 'deep'), { recursive: true });
  writeFileSync(join(folder, 'app', 'deep', 'page.tsx'), 'one');
  writeFileSync(join(folder, 'next.config.ts'), 'config');
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

test('the hash follows what the build is made from, by name and content', () => {
  const first = buildHash(folder);
  expect(buildHash(folder)).toBe(first);
  writeFileSync(join(folder, 'app', 'deep', 'page.tsx'), 'two');
  const second = buildHash(folder);
  expect(second).not.toBe(first);
  writeFileSync(join(folder, 'app', 'deep', 'layout.tsx'), '');
  expect(buildHash(folder)).not.toBe(second);
});

test('tests, documents and other folders do not make a build stale', () => {
  const first = buildHash(folder);
  mkdirSync(join(folder, 'supabase'));
  writeFileSync(join(folder, 'supabase', 'a.sql'), '');
  writeFileSync(join(folder, 'app', 'deep', 'page.test.tsx'), '');
  writeFileSync(join(folder, 'README.md'), '');
  expect(buildHash(folder)).toBe(first);
});
