import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { slug } from './schemas';
import { slugFromName } from './slug-from-name';

describe('the address made from a name', () => {
  it.each([
    ['Acme Events', 'acme-events'],
    ['  Ada’s  café — Zürich! ', 'adas-cafe-zurich'],
    ['Smørrebrød & Łódź GmbH', 'smorrebrod-lodz-gmbh'],
    ['Groß-Æther', 'gross-aether'],
    ['2 Fast 2 Furious', '2-fast-2-furious'],
    ['日本語', ''],
    ['---', ''],
    ['0190b8e2-9f1c-7c3a-8d2e-1f2a3b4c5d6e', ''],
  ])('%j becomes %j', (name, address) => {
    expect(slugFromName(name)).toBe(address);
  });

  it('is one that a workspace may have, whatever the name', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 120, unit: 'grapheme' }), (name) => {
        const address = slugFromName(name);
        expect(address === '' || slug.safeParse(address).data === address).toBe(true);
      }),
    );
  });
});
