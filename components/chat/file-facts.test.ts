import { describe, expect, it } from 'vitest';

import { fitted, writeSize } from './file-facts';

describe('a file’s facts', () => {
  it('writes sizes as people read them', () => {
    expect([40, 12_345, 999_999, 3_420_000, 52_428_800].map((size) => writeSize(size, 'en'))).toEqual([
      '0.1 kB',
      '12 kB',
      '1,000 kB',
      '3.4 MB',
      '52 MB',
    ]);
  });

  it('fits pictures without turning them, and never blows them up', () => {
    const most = { width: 360, height: 300 };
    expect(fitted({ width: 720, height: 300 }, most)).toEqual({ width: 360, height: 150 });
    expect(fitted({ width: 100, height: 3000 }, most)).toEqual({ width: 10, height: 300 });
    expect(fitted({ width: 10, height: 10 }, most)).toEqual({ width: 10, height: 10 });
    expect(fitted({ width: 10_000, height: 1 }, most)).toEqual({ width: 360, height: 1 });
  });
});
