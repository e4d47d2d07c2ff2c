import type { Browser } from '@playwright/test';

import { NAMING_HELPER } from './browser';
import { SMALL } from './watch-frames';

const PATIENCE_MS = 60_000;

/**
 * The floor: so many people in one page, each linked with each by bare connections that pass signals from hand to hand.
 * The last one joins `rounds` times while the others are in the call.
 * @returns milliseconds of each time until the last one sees everybody; cameras are open before
 */
export async function timeBareMesh(browser: Browser, people: number, rounds: number): Promise<number[]> {
  const page = await browser.newPage();
  // A secure context without a server: what the browser counts as one is loopback.
  await page.route(
    'http://localhost/bare',
    async (route) => await route.fulfill({ contentType: 'text/html', body: '' }),
  );
  await page.addInitScript(NAMING_HELPER);
  await page.goto('http://localhost/bare');
  try {
    return await page.evaluate(meshInPage, { people, rounds, small: SMALL, patienceMs: PATIENCE_MS });
  } finally {
    await page.close();
  }
}

type Mesh = { people: number; rounds: number; small: MediaTrackConstraints; patienceMs: number };

/** Runs in the page. */
async function meshInPage({ people, rounds, small, patienceMs }: Mesh): Promise<number[]> {
  type Seen = Promise<void>;
  const stage = document.body;

  /** Resolves when the first picture of a connection is shown. */
  const firstFrame = async (connection: RTCPeerConnection): Seen =>
    await new Promise((resolve, reject) => {
      setTimeout(() => reject(new Error('A bare connection shows no picture.')), patienceMs);
      connection.addEventListener('track', ({ track }) => {
        if (track.kind !== 'video') return;
        const video = document.createElement('video');
        video.muted = true;
        video.srcObject = new MediaStream([track]);
        stage.append(video);
        video.requestVideoFrameCallback(() => resolve());
        void video.play();
      });
    });

  /** Links two people; each sees the other when their promise resolves. */
  const link = async (
    one: MediaStream,
    other: MediaStream,
    made: RTCPeerConnection[],
  ): Promise<[Seen, Seen]> => {
    const [caller, callee] = [new RTCPeerConnection(), new RTCPeerConnection()];
    made.push(caller, callee);
    const seen: [Seen, Seen] = [firstFrame(caller), firstFrame(callee)];
    // Candidates are refused before the description that they belong to.
    const [offered, answered] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    caller.addEventListener('icecandidate', ({ candidate }) => {
      if (candidate) void offered.promise.then(() => callee.addIceCandidate(candidate));
    });
    callee.addEventListener('icecandidate', ({ candidate }) => {
      if (candidate) void answered.promise.then(() => caller.addIceCandidate(candidate));
    });
    for (const track of one.getTracks()) caller.addTrack(track, one);
    for (const track of other.getTracks()) callee.addTrack(track, other);
    await caller.setLocalDescription();
    if (caller.localDescription) await callee.setRemoteDescription(caller.localDescription);
    offered.resolve();
    await callee.setLocalDescription();
    if (callee.localDescription) await caller.setRemoteDescription(callee.localDescription);
    answered.resolve();
    return seen;
  };

  const streams = await Promise.all(
    Array.from({ length: people }, async () => {
      return await navigator.mediaDevices.getUserMedia({ audio: true, video: small });
    }),
  );
  const [last, ...others] = streams.toReversed();
  if (last === undefined) throw new Error('nobody joins');
  const mesh: RTCPeerConnection[] = [];
  const links = others.flatMap((one, at) => others.slice(at + 1).map((other) => link(one, other, mesh)));
  await Promise.all((await Promise.all(links)).flat());

  const samples: number[] = [];
  while (samples.length < rounds) {
    const made: RTCPeerConnection[] = [];
    const beganMs = performance.now();
    const joined = await Promise.all(others.map(async (other) => await link(other, last, made)));
    await Promise.all(joined.map(async ([, lastSees]) => await lastSees));
    samples.push(performance.now() - beganMs);
    for (const connection of made) connection.close();
  }
  for (const connection of mesh) connection.close();
  for (const track of streams.flatMap((stream) => stream.getTracks())) track.stop();
  return samples;
}
