/** Whether this browser lets a page choose the speaker. */
export const canChooseSpeaker = (): boolean => 'setSinkId' in HTMLMediaElement.prototype;

/** Plays an element through the chosen speaker; one that is gone, or a browser without the choice, keeps the system's. */
export async function sendTo(element: HTMLMediaElement, speaker: string | undefined): Promise<void> {
  if (!canChooseSpeaker() || element.sinkId === (speaker ?? '')) return;
  try {
    await element.setSinkId(speaker ?? '');
  } catch {
    await element.setSinkId('').catch(() => undefined);
  }
}
