import type { BrowserContext } from '@playwright/test';

import { NAMING_HELPER } from './browser';

/** A picture that several people on one machine can send each other without filling it. */
export const SMALL = { width: 320, height: 180, frameRate: 8 };

/** What happened on a page since Join was pressed: milliseconds by name, and by the seat whose picture was first seen. */
export type Marks = {
  clickedMs: number | null;
  marks: Record<string, number>;
  seats: Record<string, number>;
};

/** Makes every page of a context note when Join is pressed, what the call does, and when each picture is first shown. */
export async function watchFrames(context: BrowserContext): Promise<void> {
  await context.addInitScript(NAMING_HELPER);
  await context.addInitScript((small) => {
    const seen: Marks = { clickedMs: null, marks: {}, seats: {} };
    Reflect.set(globalThis, 'callMarks', seen);
    const mark = (name: string): void => {
      if (seen.clickedMs !== null) seen.marks[name] ??= performance.now() - seen.clickedMs;
    };
    document.addEventListener(
      'click',
      ({ target }) => {
        const button = target instanceof Element ? target.closest('button') : null;
        if (!/^(Join|Start the call)$/.test(button?.textContent.trim() ?? '')) return;
        seen.clickedMs = performance.now();
        seen.marks = {};
        seen.seats = {};
      },
      { capture: true },
    );

    const ofOthers = new Set<string>();
    const isOfOthers = ({ srcObject }: HTMLVideoElement): boolean =>
      srcObject instanceof MediaStream && srcObject.getVideoTracks().some(({ id }) => ofOthers.has(id));
    const watched = new WeakSet<HTMLVideoElement>();
    const watch = (): void => {
      for (const video of document.querySelectorAll<HTMLVideoElement>('[data-tile=person] video')) {
        if (watched.has(video)) continue;
        watched.add(video);
        const tile = video.closest('[data-seat]');
        video.requestVideoFrameCallback(() => {
          const seat = tile?.getAttribute('data-seat') ?? '';
          if (seen.clickedMs !== null && isOfOthers(video))
            seen.seats[seat] ??= performance.now() - seen.clickedMs;
        });
      }
    };
    new MutationObserver(watch).observe(document, { childList: true, subtree: true });

    const devices = navigator.mediaDevices;
    const getUserMedia = devices.getUserMedia.bind(devices);
    devices.getUserMedia = async (wanted) => {
      const isSeen = typeof wanted?.video === 'object';
      const stream = await getUserMedia(
        isSeen ? { ...wanted, video: { ...Object(wanted.video), ...small } } : wanted,
      );
      mark('camera');
      return stream;
    };
    globalThis.RTCPeerConnection = class extends RTCPeerConnection {
      constructor(configuration?: RTCConfiguration) {
        super(configuration);
        mark('link');
        this.addEventListener('signalingstatechange', () => mark(`signal:${this.signalingState}`));
        this.addEventListener('track', ({ track }) => {
          ofOthers.add(track.id);
          mark('track');
        });
        this.addEventListener('connectionstatechange', () => mark(`connection:${this.connectionState}`));
      }
    };
    const realFetch = globalThis.fetch;
    globalThis.fetch = async (...args) => {
      const path = new URL(args[0] instanceof Request ? args[0].url : args[0], location.href).pathname;
      const name = path.split('/').at(-1) ?? '';
      mark(`ask:${name}`);
      const response = await realFetch(...args);
      mark(`answer:${name}`);
      return response;
    };
  }, SMALL);
}
