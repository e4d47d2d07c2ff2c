import { randomUUID } from 'node:crypto';

import { expect as impatient, type Locator, type Page } from '@playwright/test';
import { z } from 'zod';

import { enter } from './account';
import { arrange } from './api';
import type { Member, Workspace } from './workspace';

/** A call, as people are in it. */

/** On a machine that is too weak for the moment calls fall back to sound, and pictures come again some ten seconds later. */
export const expect = impatient.configure({ timeout: 45_000 });

/** For pages in calls: all of them share this machine, and large moving pictures cost it most. */
export const SMALL = { viewport: { width: 640, height: 480 } };

export async function openRoom({ id: workspace, owner }: Workspace, name = 'Stand-up'): Promise<string> {
  const body = { id: randomUUID(), name };
  const answer = await arrange(owner, 'POST', '/meeting-rooms', { workspace, body });
  return z.object({ code: z.string() }).parse(answer).code;
}

/** The one way that media has from a page: through the relays at these ports of this machine. */
export type RelayOnly = {
  ports: readonly number[];
  /** In place of what the server minted. */
  credential?: { username: string; credential: string };
};

type Means = {
  relay?: RelayOnly;
  /** The microphone hears a lasting tone instead of the short beeps of the browser's own one, which are no speech. */
  speaks?: boolean;
  /** Whether there are no camera and no microphone. */
  listens?: boolean;
  /** In milliseconds, until one is in. */
  timeout?: number;
};

/** Opens a room and presses the button. Call before the page opened anything. */
export async function joinCall(
  page: Page,
  person: Member,
  code: string,
  { relay, speaks = false, listens = false, timeout = 45_000 }: Means = {},
): Promise<void> {
  await watchConnections(page, relay ?? null);
  if (listens) await takeDevices(page);
  if (speaks) await speak(page);
  await enter(page.context(), person);
  await page.goto(`/meet/${code}`);
  await page.getByRole('button', { name: /^(Join|Start the call)$/ }).click();
  // It runs once one is in.
  await expect(page.getByRole('timer')).toBeVisible({ timeout });
}

export const controls = (page: Page): Locator => page.getByRole('region', { name: 'Controls' });
export const tileOf = (page: Page, name: string): Locator =>
  page.getByRole('region', { name: 'People and screens' }).getByRole('listitem', { name, exact: true });

/** What came over one connection so far. */
type Flow = { audioBytes: number; videoBytes: number; frames: number };

/** Keeps the page's connections where `flowsOf` finds them, its camera small, and its ways as narrow as told. */
async function watchConnections(page: Page, relay: RelayOnly | null): Promise<void> {
  await page.addInitScript((only) => {
    const made: RTCPeerConnection[] = [];
    Reflect.set(globalThis, 'madeConnections', made);
    const narrow = (configuration: RTCConfiguration = {}): RTCConfiguration => {
      if (only === null) return configuration;
      const isOpen = (url: string) => only.ports.some((port) => url.includes(`:${port}`));
      const iceServers = (configuration.iceServers ?? [])
        .map((server) => ({ ...server, ...only.credential, urls: [server.urls].flat().filter(isOpen) }))
        .filter(({ urls }) => urls.length > 0);
      return { ...configuration, iceServers, iceTransportPolicy: 'relay' };
    };
    globalThis.RTCPeerConnection = class extends RTCPeerConnection {
      constructor(configuration?: RTCConfiguration) {
        super(narrow(configuration));
        made.push(this);
      }
      override setConfiguration(configuration?: RTCConfiguration) {
        super.setConfiguration(narrow(configuration));
      }
    };
    // A small picture, and sound as it comes: all who are in the call share this machine.
    const devices = navigator.mediaDevices;
    const getUserMedia = devices.getUserMedia.bind(devices);
    devices.getUserMedia = async (wanted) => {
      const isSeen = typeof wanted?.video === 'object';
      const isHeard = typeof wanted?.audio === 'object';
      const small = { width: 320, height: 180, frameRate: 8 };
      const plain = { echoCancellation: false, noiseSuppression: false, autoGainControl: false };
      return await getUserMedia({
        ...wanted,
        ...(isSeen ? { video: { ...Object(wanted.video), ...small } } : {}),
        ...(isHeard ? { audio: { ...Object(wanted.audio), ...plain } } : {}),
      });
    };
  }, relay);
}

async function takeDevices(page: Page): Promise<void> {
  await page.addInitScript(() => {
    navigator.mediaDevices.getUserMedia = async () => {
      throw new DOMException('There is none.', 'NotFoundError');
    };
  });
}

async function speak(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const devices = navigator.mediaDevices;
    const getUserMedia = devices.getUserMedia.bind(devices);
    devices.getUserMedia = async (wanted) => {
      const stream = await getUserMedia(wanted);
      const [beeping] = stream.getAudioTracks();
      if (!beeping) return stream;
      const context = new AudioContext();
      const out = context.createMediaStreamDestination();
      const tone = context.createOscillator();
      tone.connect(out);
      tone.start();
      beeping.stop();
      return new MediaStream([...out.stream.getAudioTracks(), ...stream.getVideoTracks()]);
    };
  });
}

/** What came over each of the page's living connections so far. */
export async function flowsOf(page: Page): Promise<Record<string, Flow>> {
  return await page.evaluate(async () => {
    const made: RTCPeerConnection[] = Reflect.get(globalThis, 'madeConnections') ?? [];
    const flows: Record<string, Flow> = {};
    for (const [at, connection] of made.entries()) {
      if (connection.connectionState !== 'connected') continue;
      const flow = { audioBytes: 0, videoBytes: 0, frames: 0 };
      for (const entry of (await connection.getStats()).values()) {
        if (entry.type !== 'inbound-rtp') continue;
        if (entry.kind === 'audio') flow.audioBytes += entry.bytesReceived;
        else {
          flow.videoBytes += entry.bytesReceived;
          flow.frames += entry.framesDecoded;
        }
      }
      flows[at] = flow;
    }
    return flows;
  });
}

/** The devices whose sound and pictures the page sends. */
export async function devicesOf(page: Page): Promise<string[]> {
  return await page.evaluate(() => {
    const made: RTCPeerConnection[] = Reflect.get(globalThis, 'madeConnections') ?? [];
    return made
      .filter(({ connectionState }) => connectionState === 'connected')
      .flatMap((connection) => connection.getSenders())
      .flatMap(({ track }) => track?.getSettings().deviceId ?? []);
  });
}

/** The names of the ways of a page's connections; a restart of ICE gives a connection another. */
export async function waysOf(page: Page): Promise<string[]> {
  return await page.evaluate(() => {
    const made: RTCPeerConnection[] = Reflect.get(globalThis, 'madeConnections') ?? [];
    return made
      .filter(({ connectionState }) => connectionState === 'connected')
      .map(({ localDescription }) => /a=ice-ufrag:(\S+)/.exec(localDescription?.sdp ?? '')?.[1] ?? '');
  });
}

/** There are so many connections, and sound and pictures come over `giving` of them, and go on coming. */
export async function expectMedia(
  page: Page,
  connections: number,
  timeout = 45_000,
  giving = connections,
): Promise<void> {
  await expectFlow(page, { connections, giving }, ['audioBytes', 'videoBytes', 'frames'], timeout);
}

/** Sound comes over each of so many connections, and goes on coming. */
export async function expectSound(page: Page, connections: number, timeout = 45_000): Promise<void> {
  await expectFlow(page, { connections, giving: connections }, ['audioBytes'], timeout);
}

async function expectFlow(
  page: Page,
  { connections, giving }: { connections: number; giving: number },
  what: readonly (keyof Flow)[],
  timeout: number,
): Promise<void> {
  let first = await flowsOf(page);
  await expect
    .poll(
      async () => {
        const now = await flowsOf(page);
        const grows = ([at, flow]: [string, Flow]) =>
          what.every((name) => flow[name] > (first[at]?.[name] ?? Infinity));
        const all = Object.entries(now);
        const isAll = all.length === connections && all.filter(grows).length === giving;
        if (Object.keys(now).some((at) => !(at in first))) first = now;
        return isAll ? 'flows' : JSON.stringify({ first, now });
      },
      { timeout, intervals: [500] },
    )
    .toBe('flows');
}

/** How high the picture is that a tile shows; 0 while it shows none. */
export async function heightOf(tile: Locator): Promise<number> {
  const video = tile.locator('video');
  if ((await video.count()) === 0) return 0;
  return await video.evaluate((element: HTMLVideoElement) => element.videoHeight);
}
