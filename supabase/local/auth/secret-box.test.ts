import { expect, test } from 'vitest';

import { open, seal } from './secret-box.ts';

test('opens for its server and row only, and not when altered', () => {
  const sealed = seal('server', 'row', 'a secret');
  expect(open('server', 'row', sealed)).toBe('a secret');
  expect(sealed).not.toBe(seal('server', 'row', 'a secret'));
  expect(() => open('another', 'row', sealed)).toThrow('unable to authenticate');
  expect(() => open('server', 'another', sealed)).toThrow('unable to authenticate');
  const bytes = Buffer.from(sealed, 'base64url');
  for (let i = 0; i < bytes.length; i += 1) {
    const altered = Buffer.from(bytes);
    altered[i] = (altered[i] ?? 0) ^ 1;
    expect(() => open('server', 'row', altered.toString('base64url'))).toThrow('unable to authenticate');
  }
});
