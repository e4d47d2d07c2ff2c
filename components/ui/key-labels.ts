const mac: Record<string, string> = { mod: '⌘', alt: '⌥', shift: '⇧', ctrl: '⌃' };
const pc: Record<string, string> = { mod: 'Ctrl', alt: 'Alt', shift: 'Shift', ctrl: 'Ctrl' };
const both: Record<string, string> = {
  enter: '↵',
  escape: 'Esc',
  arrowup: '↑',
  arrowdown: '↓',
  arrowleft: '←',
  arrowright: '→',
  space: 'Space',
  delete: 'Del',
};

/**
 * The keys of a combination as people of that platform read them. Parts are joined by `+`, steps of a
 * sequence by a space: `mod+k` → `⌘K` or `Ctrl K`; `g c` → `G C`.
 */
export function keyLabels(keys: string, onMac: boolean): string {
  const name = (part: string) => (onMac ? mac : pc)[part] ?? both[part] ?? part.toUpperCase();
  return keys
    .split(' ')
    .map((step) =>
      step
        .split('+')
        .map(name)
        .join(onMac ? '' : ' '),
    )
    .join(' ');
}
