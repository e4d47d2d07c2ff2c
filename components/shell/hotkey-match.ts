/** The parts of a key event that decide a match; a `KeyboardEvent` is one. */
export type KeyPress = Pick<KeyboardEvent, 'key' | 'metaKey' | 'ctrlKey' | 'altKey' | 'shiftKey'>;

/**
 * Whether a press is a combination such as `mod+k`, `shift+escape`, `alt+arrowup`, `?`. `mod` is ⌘ on a Mac and Ctrl
 * elsewhere. Shift counts only if named, because `?` itself needs it on most keyboards.
 */
export function matchesKeys(press: KeyPress, combination: string, onMac: boolean): boolean {
  const parts = combination.split('+');
  const key = parts.pop();
  const wants = (name: string) => parts.includes(name);
  const meta = onMac && wants('mod');
  const ctrl = wants('ctrl') || (!onMac && wants('mod'));
  return (
    press.key.toLowerCase() === (key === 'space' ? ' ' : key) &&
    press.metaKey === meta &&
    press.ctrlKey === ctrl &&
    press.altKey === wants('alt') &&
    (!wants('shift') || press.shiftKey)
  );
}

/**
 * What a press does to a binding's steps (`g c` has two): how many are done now, and whether that was the last. A
 * press that fits nowhere starts over.
 */
export function advance(
  press: KeyPress,
  keys: string,
  done: number,
  onMac: boolean,
): { done: number; fired: boolean } {
  const steps = keys.split(' ');
  const fits = (index: number) => matchesKeys(press, steps[index] ?? '', onMac);
  const next = fits(done) ? done + 1 : fits(0) ? 1 : 0;
  return next === steps.length ? { done: 0, fired: true } : { done: next, fired: false };
}
