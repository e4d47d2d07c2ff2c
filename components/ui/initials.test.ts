import { describe, expect, test } from 'vitest';

import { hueOf, initials } from './initials';

describe('initials', () => {
  test('takes the first and the last word', () => {
    expect(initials('Ada Okafor')).toBe('AO');
    expect(initials('  maria del  mar ')).toBe('MM');
  });

  test('takes two letters of a single word as they are written', () => {
    expect(initials('Acme')).toBe('Ac');
  });

  test('keeps whole characters and never fails', () => {
    expect(initials('😀 Ünal')).toBe('😀Ü');
    expect(initials('')).toBe('?');
  });
});

describe('hueOf', () => {
  test('is stable, within the circle, and spread over it', () => {
    const hues = Array.from({ length: 200 }, (_, index) => hueOf(`person-${index}`));
    expect(hueOf('person-7')).toBe(hues[7]);
    expect(hues.every((hue) => hue >= 0 && hue < 360)).toBe(true);
    expect(new Set(hues).size).toBeGreaterThan(16);
  });
});
