import { randomUUID } from 'node:crypto';

import { expect, type Locator, type Page } from '@playwright/test';
import { z } from 'zod';

import { enter } from './account';
import { arrange } from './api';
import type { Member, Workspace } from './workspace';

/** A call, as people are in it. */

export async function openRoom({ id: workspace, owner }: Workspace, name = 'Stand-up'): Promise<string> {
  const body = { id: randomUUID(), name };
  const answer = await arrange(owner, 'POST', '/meeting-rooms', { workspace, body });
  return z.object({ code: z.string() }).parse(answer).code;
}

/** Opens a room and presses the button. Call before the page opened anything. */
export async function joinCall(page: Page, person: Member, code: string): Promise<void> {
  await watchConnections(page);
  await enter(page.context(), person);
  await page.goto(`/meet/${code}`);
  await page.getByRole('button', { name: /^(Join|Start the call)$/ }).click();
  await expect(controls(page)).toBeVisible({ timeout: 20_000 });
}

export const controls = (page: Page): Locator => page.getByRole('region', { name: 'Controls' });
export const tileOf = (page: Page, name: string): Locator =>
  page.getByRole('region', { name: 'People and screens' }).getByRole('listitem', { name, exact: true });

type Flow = { connections: number; bytes: { audio: number; video: number }; frames: number };

/** Keeps the page's connections where `flowOf` finds them, and its camera small. */
async function watchConnections(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const made: RTCPeerConnection[] = [];
    Reflect.set(globalThis, 'madeConnections', made);
    globalThis.RTCPeerConnection = class extends RTCPeerConnection {
      constructor(configuration?: RTCConfiguration) {
        super(configuration);
        made.push(this);
      }
    };
    // A small picture: all who are in the call share this machine.
    const devices = navigator.mediaDevices;
    const getUserMedia = devices.getUserMedia.bind(devices);
    devices.getUserMedia = async (wanted) => {
      const isSeen = typeof wanted?.video === 'object';
      const small = { width: 320, height: 180, frameRate: 8 };
      return await getUserMedia(
        isSeen ? { ...wanted, video: { ...Object(wanted.video), ...small } } : wanted,
      );
    };
  });
}

/** What came over the page's living connections so far. */
export async function flowOf(page: Page): Promise<Flow> {
  return await page.evaluate(async () => {
    const made: RTCPeerConnection[] = Reflect.get(globalThis, 'madeConnections') ?? [];
    const flow = { connections: 0, bytes: { audio: 0, video: 0 }, frames: 0 };
    for (const connection of made) {
      if (connection.connectionState !== 'connected') continue;
      flow.connections += 1;
      const report = await connection.getStats();
      for (const entry of report.values()) {
        if (entry.type !== 'inbound-rtp') continue;
        if (entry.kind === 'audio') flow.bytes.audio += entry.bytesReceived;
        else {
          flow.bytes.video += entry.bytesReceived;
          flow.frames += entry.framesDecoded;
        }
      }
    }
    return flow;
  });
}

/** Sound and pictures come over so many connections, and go on coming. */
export async function expectMedia(page: Page, connections: number, timeout = 20_000): Promise<void> {
  let first = await flowOf(page);
  await expect
    .poll(
      async () => {
        const now = await flowOf(page);
        const isOfSame = now.connections === connections && first.connections === connections;
        if (!isOfSame || now.frames < first.frames) first = now;
        const grows =
          now.bytes.audio > first.bytes.audio &&
          now.bytes.video > first.bytes.video &&
          now.frames > first.frames;
        return isOfSame && grows ? 'flows' : JSON.stringify({ first, now });
      },
      { timeout, intervals: [500] },
    )
    .toBe('flows');
}
