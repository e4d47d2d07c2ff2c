import type { Config } from 'tailwindcss';

const color = (name: string) => `var(--${name})`;

/** A meaning's three uses: the mark itself, text in it (AA on every surface), and a quiet ground. */
const meaning = (name: string) => ({
  DEFAULT: color(name),
  ink: color(`${name}-ink`),
  tint: color(`${name}-tint`),
});

/** The values of the colours, light and dark, are in app/globals.css; names and measures are here. */
export default {
  content: [],
  theme: {
    colors: {
      transparent: 'transparent',
      current: 'currentColor',
      white: '#fff',
      black: '#000',
      background: color('background'),
      panel: color('panel'),
      raised: color('raised'),
      hover: { DEFAULT: color('hover'), raised: color('hover-raised') },
      scrim: color('scrim'),
      line: { DEFAULT: color('line'), fine: color('line-fine'), strong: color('line-strong') },
      ink: color('ink'),
      soft: color('soft'),
      faint: color('faint'),
      accent: {
        DEFAULT: color('accent'),
        hover: color('accent-hover'),
        ink: color('accent-ink'),
        foreground: color('on-accent'),
      },
      'on-accent': color('on-accent'),
      tint: { DEFAULT: color('tint'), ink: color('tint-ink') },
      rail: {
        DEFAULT: color('rail'),
        ink: color('rail-ink'),
        soft: color('rail-soft'),
        raised: color('rail-raised'),
      },
      brand: color('brand'),
      red: { ...meaning('red'), solid: color('red-solid') },
      amber: meaning('amber'),
      green: meaning('green'),
      blue: meaning('blue'),
      // Names that components added by the shadcn command expect.
      foreground: color('ink'),
      card: { DEFAULT: color('raised'), foreground: color('ink') },
      popover: { DEFAULT: color('raised'), foreground: color('ink') },
      primary: { DEFAULT: color('accent'), foreground: color('on-accent') },
      secondary: { DEFAULT: color('panel'), foreground: color('ink') },
      muted: { DEFAULT: color('panel'), foreground: color('soft') },
      destructive: color('red-solid'),
      border: color('line'),
      input: color('line'),
      ring: color('accent'),
    },
    fontFamily: {
      sans: ['var(--font-geist-sans)', 'ui-sans-serif', 'system-ui', 'Noto Color Emoji', 'sans-serif'],
      mono: ['var(--font-geist-mono)', 'ui-monospace', 'monospace'],
    },
    // 14 px is the base; line heights are unitless so that a changed size keeps its rhythm.
    fontSize: {
      '2xs': ['0.6875rem', '1.35'],
      xs: ['0.75rem', '1.4'],
      sm: ['0.8125rem', '1.45'],
      base: ['0.875rem', '1.45'],
      md: ['0.9375rem', '1.4'],
      lg: ['1.0625rem', '1.5'],
      xl: ['1.25rem', '1.35'],
      '2xl': ['1.5rem', '1.25'],
      '3xl': ['2rem', '1.15'],
      '4xl': ['2.75rem', '1.08'],
      '5xl': ['3.5rem', '1.04'],
    },
    borderRadius: {
      none: '0',
      xs: '3px',
      sm: '4px',
      md: '6px',
      DEFAULT: '7px',
      lg: '8px',
      xl: '9px',
      '2xl': '14px',
      full: '9999px',
    },
    boxShadow: {
      none: 'none',
      float: 'var(--shadow-float)',
    },
    extend: {
      height: { bar: '52px', row: '30px' },
      width: { rail: '56px' },
      transitionDuration: { DEFAULT: '100ms' },
    },
  },
} satisfies Config;
