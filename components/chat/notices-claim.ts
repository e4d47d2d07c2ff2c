/** How long a tab waits, so that one that shows the message comes first. */
const PATIENCE_MS = 150;
/** How long a claim stands: hidden tabs run their timers late. */
const HOLD_MS = 5_000;

type Claim = {
  /** Names the notice and the person. */
  key: string;
  /** Whether this tab shows what the notice is about. */
  isShown: boolean;
  /** Makes the sound. */
  play: () => Promise<void>;
};

/** Of all tabs of a browser, lets one make a sound, or none if one of them shows the message: the first to claim it decides. */
export async function claimNotice({ key, isShown, play }: Claim): Promise<void> {
  if (!isShown) await pause(PATIENCE_MS);
  const take = async () => {
    if (!isShown) await play();
  };
  // Browsers keep locks from pages that came over plain http from another machine: there each tab sounds.
  if (!('locks' in navigator)) return take();
  await navigator.locks.request(key, { ifAvailable: true }, async (lock) => {
    if (!lock) return;
    await take();
    await pause(HOLD_MS);
  });
}

const pause = (pauseMs: number) =>
  new Promise<void>((resolve) => {
    setTimeout(resolve, pauseMs);
  });
