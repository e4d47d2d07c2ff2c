import sharp from 'sharp';

import type { PersonKey } from './people.ts';

type Portrait = { ground: string; skin: string; hair: string; shirt: string; cut: keyof typeof CUTS };

/** What lies behind the head, and what lies on it. */
const CUTS = {
  cropped: { back: '', front: 'M84 108c-4-46 20-66 46-66s48 20 44 66c-6-20-16-30-44-30s-40 10-46 30z' },
  parted: {
    back: '',
    front: 'M82 116c-8-52 18-78 50-76 34 2 52 30 44 74-6-22-20-34-32-40-14 18-44 22-62 42z',
  },
  bob: { back: 'M72 168c-10-80 6-130 57-130s66 50 56 130z', front: 'M84 112c0-34 14-56 45-56s45 22 45 56z' },
  long: {
    back: 'M66 222c-6-110 2-186 62-186s70 76 64 186z',
    front: 'M84 120c0-44 20-64 46-64s44 20 44 64c-14-12-24-26-30-42-14 20-36 34-60 42z',
  },
  curls: {
    back: 'M128 26c44 0 70 30 68 66 10 26-6 50-24 56H84c-18-6-34-30-24-56-2-36 24-66 68-66z',
    front: 'M86 104c0-30 16-44 42-44s42 14 42 44c-8-12-24-18-42-18s-34 6-42 18z',
  },
  bun: {
    back: 'M128 12c18 0 30 12 30 26s-12 26-30 26-30-12-30-26 12-26 30-26z',
    front: 'M84 112c-4-44 18-68 44-68s48 24 44 68c-10-22-24-32-44-32s-34 10-44 32z',
  },
} as const;

/** Some have a picture, some do not, as in any company. */
export const PORTRAITS: Readonly<Partial<Record<PersonKey, Portrait>>> = {
  ada: { ground: '#f2c14e', skin: '#7a4a2f', hair: '#2a1b16', shirt: '#0f766e', cut: 'curls' },
  mei: { ground: '#bfe3df', skin: '#efc9a6', hair: '#22242a', shirt: '#c2543d', cut: 'bob' },
  jo: { ground: '#d9d2f0', skin: '#f0cda9', hair: '#2b2a2f', shirt: '#3f4a5a', cut: 'parted' },
  sofia: { ground: '#f6d5c3', skin: '#dca67c', hair: '#5b3421', shirt: '#31577d', cut: 'long' },
  kofi: { ground: '#c9e4b4', skin: '#5f3a26', hair: '#1b1412', shirt: '#e3e0d6', cut: 'cropped' },
  yuki: { ground: '#f3cfd8', skin: '#f2d3b3', hair: '#33262a', shirt: '#4a7c59', cut: 'bun' },
  ines: { ground: '#cfdcf2', skin: '#e2b48c', hair: '#7a3b1f', shirt: '#26323d', cut: 'long' },
  gia: { ground: '#f4d9a8', skin: '#e6b991', hair: '#3a241b', shirt: '#7b3048', cut: 'bun' },
};

/** A person's head and shoulders, as a PNG. */
export async function drawPortrait({ ground, skin, hair, shirt, cut }: Portrait): Promise<Buffer> {
  const { back, front } = CUTS[cut];
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="24 8 208 208" width="256" height="256">
    <rect width="256" height="256" fill="${ground}"/>
    <path d="${back}" fill="${hair}"/>
    <path d="M28 256c4-52 44-72 100-72s96 20 100 72z" fill="${shirt}"/>
    <path d="M104 150h48v40c-8 14-40 14-48 0z" fill="${skin}"/>
    <path d="M104 166c14 12 34 12 48 0v10c-14 14-34 14-48 0z" fill="#000" opacity=".12"/>
    <ellipse cx="129" cy="116" rx="43" ry="52" fill="${skin}"/>
    <path d="${front}" fill="${hair}"/>
  </svg>`;
  return await sharp(Buffer.from(svg)).png().toBuffer();
}
