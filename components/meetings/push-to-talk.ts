type Switch = { isMuted: () => boolean; setMuted: (isMuted: boolean) => void };

/** Where the space bar has a meaning of its own. */
const BUSY =
  'input, textarea, select, button, a, summary, [contenteditable], [role="button"], [role="slider"], [role^="menuitem"], [role="dialog"]';

/** While muted, one is heard for as long as the space bar is held. @returns what ends it */
export function pushToTalk({ isMuted, setMuted }: Switch): () => void {
  const stop = new AbortController();
  const { signal } = stop;
  let isHeld = false;
  const release = () => {
    if (!isHeld) return;
    isHeld = false;
    setMuted(true);
  };
  const press = (event: KeyboardEvent) => {
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.shiftKey;
    if (event.code !== 'Space' || !isPlain) return;
    if (event.target instanceof Element && event.target.closest(BUSY)) return;
    // Held, it would scroll the page.
    event.preventDefault();
    if (event.repeat || isHeld || !isMuted()) return;
    isHeld = true;
    setMuted(false);
  };
  const lift = (event: KeyboardEvent) => event.code === 'Space' && release();
  window.addEventListener('keydown', press, { signal });
  window.addEventListener('keyup', lift, { signal });
  // The key may be lifted elsewhere.
  window.addEventListener('blur', release, { signal });
  document.addEventListener('visibilitychange', release, { signal });
  return () => {
    release();
    stop.abort();
  };
}
