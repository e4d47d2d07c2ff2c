import { X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { keptCertificate } from './kept-certificate.ts';

const ADDRESS = '192.168.1.5';
const DAY_MS = 86_400_000;
const NOW_MS = Date.parse('2026-11-20T12:00:00Z');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'parley certificate '));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe('the certificate of a data folder', () => {
  test('stays the same from start to start, for its owner alone', async () => {
    const first = await keptCertificate(folder, ADDRESS, [], NOW_MS);
    expect(await keptCertificate(folder, ADDRESS, [], NOW_MS + 300 * DAY_MS)).toEqual(first);
    expect(statSync(join(folder, 'lan-certificate.json')).mode & 0o777).toBe(0o600);
  });

  test('is made anew a month before its end', async () => {
    const first = await keptCertificate(folder, ADDRESS, [], NOW_MS);
    const laterMs = NOW_MS + 370 * DAY_MS;
    const second = await keptCertificate(folder, ADDRESS, [], laterMs);
    expect(second).not.toEqual(first);
    expect(new X509Certificate(second.certificate).validToDate.getTime()).toBeGreaterThan(
      laterMs + 395 * DAY_MS,
    );
  });

  test('is made anew for an address that it does not name, not for one that it names', async () => {
    const first = await keptCertificate(folder, ADDRESS, ['10.0.0.7'], NOW_MS);
    expect(await keptCertificate(folder, '10.0.0.7', [], NOW_MS)).toEqual(first);
    expect(await keptCertificate(folder, '10.0.0.8', [], NOW_MS)).not.toEqual(first);
  });

  test('is made anew when the file is damaged or the clock was wrong', async () => {
    const ahead = await keptCertificate(folder, ADDRESS, [], NOW_MS + 20 * DAY_MS);
    expect(await keptCertificate(folder, ADDRESS, [], NOW_MS)).not.toEqual(ahead);
    writeFileSync(join(folder, 'lan-certificate.json'), '{"key":');
    expect((await keptCertificate(folder, ADDRESS, [], NOW_MS)).key).toContain('PRIVATE KEY');
  });
});
