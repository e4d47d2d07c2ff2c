/** Two soft tones, then a pause; in seconds. */
const CYCLE_S = 3;
const TONES = [
  { hz: 523.25, atS: 0 },
  { hz: 659.25, atS: 0.22 },
  { hz: 523.25, atS: 0.6 },
  { hz: 659.25, atS: 0.82 },
];
const LOUDNESS = 0.16;

function chime(context: AudioContext): void {
  for (const { hz, atS } of TONES) {
    const tone = context.createOscillator();
    const gain = context.createGain();
    const startS = context.currentTime + atS;
    tone.type = 'sine';
    tone.frequency.value = hz;
    gain.gain.setValueAtTime(0, startS);
    gain.gain.linearRampToValueAtTime(LOUDNESS, startS + 0.02);
    gain.gain.exponentialRampToValueAtTime(0.001, startS + 0.5);
    tone.connect(gain).connect(context.destination);
    tone.start(startS);
    tone.stop(startS + 0.55);
  }
}

/** Rings until the returned function is called, which silences it at once. */
function ring(): () => void {
  const context = new AudioContext();
  chime(context);
  const timer = setInterval(() => chime(context), CYCLE_S * 1000);
  return () => {
    clearInterval(timer);
    void context.close();
  };
}

/** What counts as a touch to browsers (HTML, "activation triggering input events"). */
const TOUCHES = ['keydown', 'mousedown', 'pointerup', 'touchend'] as const;

/**
 * Rings in one tab of the browser, until the returned function is called; should that tab be closed, in another one. A page
 * that nobody has touched may not make a sound: it leaves that to others, until it is touched.
 */
export function ringInOneTab(person: string): () => void {
  const over = new AbortController();
  const { signal } = over;
  const begin = () => {
    if (signal.aborted) return;
    signal.addEventListener('abort', soundInOneTab(person));
  };
  if (navigator.userActivation.hasBeenActive) begin();
  else {
    const touched = new AbortController();
    signal.addEventListener('abort', () => touched.abort());
    const touch = () => {
      if (!navigator.userActivation.hasBeenActive) return;
      touched.abort();
      begin();
    };
    for (const event of TOUCHES)
      window.addEventListener(event, touch, { signal: touched.signal, capture: true });
  }
  return () => over.abort();
}

function soundInOneTab(person: string): () => void {
  // Browsers keep locks from pages that came over plain http from another machine: there each tab rings.
  if (!('locks' in navigator)) return ring();
  const over = new AbortController();
  const hold = () =>
    new Promise<void>((resolve) => {
      if (over.signal.aborted) return resolve();
      const stop = ring();
      over.signal.addEventListener('abort', () => {
        stop();
        resolve();
      });
    });
  navigator.locks.request(`ring:${person}`, { signal: over.signal }, hold).catch(() => undefined);
  return () => over.abort();
}
