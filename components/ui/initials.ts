const segmenter = new Intl.Segmenter();

/** The first `count` letters as a reader sees them: an emoji or an accented letter is one. */
function letters(word: string, count: number): string {
  return Array.from(segmenter.segment(word), (part) => part.segment)
    .slice(0, count)
    .join('');
}

/** Two letters for a name: first of the first and last word, or the first two of a single word. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/u).filter(Boolean);
  const first = words[0] ?? '?';
  const last = words.at(-1) ?? first;
  return words.length < 2 ? letters(first, 2) : `${letters(first, 1)}${letters(last, 1)}`.toUpperCase();
}

// Evenly to the eye, without the range in which this lightness turns to olive.
const hues = [5, 20, 35, 50, 65, 140, 155, 175, 200, 220, 240, 260, 280, 295, 310, 330, 345] as const;

/** A hue in degrees for an id or name, the same everywhere and for ever (32-bit FNV-1a with a final mix). */
export function hueOf(seed: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < seed.length; index += 1) {
    hash = Math.imul(hash ^ seed.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = (hash ^ (hash >>> 13)) >>> 0;
  return hues[hash % hues.length] ?? hues[0];
}
