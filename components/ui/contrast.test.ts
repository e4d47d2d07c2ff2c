import { readFileSync } from 'node:fs';

import { describe, expect, test } from 'vitest';

type Oklch = [number, number, number];
type Pair = { light: Oklch; dark: Oklch };

const css = readFileSync(new URL('../../app/globals.css', import.meta.url), 'utf8');

function parse(colour: string): Oklch {
  const [l = 0, c = 0, h = 0] = (/oklch\(([^)/]+)/u.exec(colour)?.[1] ?? '')
    .split(' ')
    .map(Number.parseFloat);
  return [l / 100, c, h];
}

function token(name: string): Pair {
  const value = new RegExp(`--${name}: ([^;]+);`, 'u').exec(css)?.[1] ?? '';
  const [light = value, dark = light] = value.match(/oklch\([^)]+\)/gu) ?? [];
  return { light: parse(light), dark: parse(dark) };
}

const clip = (value: number) => Math.min(1, Math.max(0, value));

/** Relative luminance of an OKLCH colour (Ottosson's matrices to linear sRGB; WCAG 2.2 weights). */
function luminance([lightness, chroma, hue]: Oklch): number {
  const a = chroma * Math.cos((hue * Math.PI) / 180);
  const b = chroma * Math.sin((hue * Math.PI) / 180);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const red = clip(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s);
  const green = clip(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s);
  const blue = clip(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: Oklch, other: Oklch): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].toSorted((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

const surfaces = ['background', 'panel', 'raised', 'hover', 'hover-raised'];
const meanings = ['red', 'amber', 'green', 'blue'];

const readable: [string, string][] = [
  ...['ink', 'soft', 'accent-ink', ...meanings.map((name) => `${name}-ink`)].flatMap((text) =>
    surfaces.map((surface): [string, string] => [text, surface]),
  ),
  ...meanings.map((name): [string, string] => [`${name}-ink`, `${name}-tint`]),
  ['ink', 'tint'],
  ['tint-ink', 'tint'],
  ['on-accent', 'accent'],
  ['on-accent', 'accent-hover'],
  ['rail-ink', 'rail'],
  ['rail-ink', 'rail-raised'],
  ['rail-soft', 'rail'],
];

describe('text is readable (WCAG AA, 4.5 to 1) in both themes', () => {
  test.each(readable)('%s on %s', (text, ground) => {
    const [above, below] = [token(text), token(ground)];
    expect(contrast(above.light, below.light)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(above.dark, below.dark)).toBeGreaterThanOrEqual(4.5);
  });

  test('white on every avatar hue and on solid red', () => {
    const white: Oklch = [1, 0, 0];
    for (let hue = 0; hue < 360; hue += 5)
      expect(contrast([0.53, 0.1, hue], white)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(token('red-solid').light, white)).toBeGreaterThanOrEqual(4.5);
  });
});
