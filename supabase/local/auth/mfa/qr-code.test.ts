import { createHash } from 'node:crypto';

import { expect, test } from 'vitest';

import { qrCode, qrSvg } from './qr-code.ts';

const uri =
  'otpauth://totp/localhost:3000:ann@example.com?algorithm=SHA1&digits=6&issuer=localhost%3A3000&period=30&secret=ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

const digest = (rows: boolean[][] | null) =>
  createHash('sha256').update(JSON.stringify(rows)).digest('hex').slice(0, 16);

// The digests are of codes that another program read back to the same text.
test.each([
  ['x'.repeat(14), 21, '2961fc5c229d3d54'],
  ['x'.repeat(100), 41, 'ebb8b0d5a0ad8850'],
  [uri, 49, '5c7289e3ae7f39dd'],
  ['x'.repeat(2331), 177, '47cd2da903379c2a'],
])('draws what readers read, case %#', (text, size, expected) => {
  const rows = qrCode(text);
  expect(rows).toHaveLength(size);
  expect(digest(rows)).toBe(expected);
});

test('says when a text is too long', () => {
  expect(qrCode('x'.repeat(2332))).toBeNull();
  expect(qrSvg('x'.repeat(2332))).toBeNull();
});

test('the picture fits into a data URL as it is', () => {
  const svg = qrSvg(uri) ?? '';
  expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" viewBox="0 0 57 57"/);
  expect(svg).not.toMatch(/[#%'\n]/);
});
