import { FORMATS } from './format-text';
import type { Format } from './format-text';

/** Keys of the formats as `useHotkeys` writes them; digits are matched by their place, since Shift turns them into signs. */
export const FORMAT_KEYS: Record<Format, string> = {
  bold: 'mod+b',
  italic: 'mod+i',
  strike: 'mod+shift+x',
  code: 'mod+e',
  block: 'mod+alt+c',
  link: 'mod+shift+u',
  numbers: 'mod+shift+7',
  list: 'mod+shift+8',
  quote: 'mod+shift+9',
};

type Press = Pick<KeyboardEvent, 'key' | 'code' | 'metaKey' | 'ctrlKey' | 'altKey' | 'shiftKey'>;

/** The format that a key press asks for. */
export function formatOfPress(press: Press, onMac: boolean): Format | null {
  const isMod = onMac ? press.metaKey && !press.ctrlKey : press.ctrlKey && !press.metaKey;
  if (!isMod) return null;
  for (const format of FORMATS) {
    const parts = FORMAT_KEYS[format].split('+');
    const key = parts.at(-1) ?? '';
    const isKey = /\d/.test(key) ? press.code === `Digit${key}` : press.code === `Key${key.toUpperCase()}`;
    if (isKey && parts.includes('shift') === press.shiftKey && parts.includes('alt') === press.altKey) {
      return format;
    }
  }
  return null;
}

/** Whether the caret stands inside a code block that is still open, where Enter begins a line. */
export function isInFence(text: string, caret: number): boolean {
  return (text.slice(0, caret).match(/^```/gm)?.length ?? 0) % 2 === 1;
}
