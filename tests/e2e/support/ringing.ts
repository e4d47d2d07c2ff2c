import { randomUUID } from 'node:crypto';

import { expect, type BrowserContext, type Locator, type Page } from '@playwright/test';
import { Client } from 'pg';
import { z } from 'zod';

import { arrange } from './api';
import { openAs } from './chat';
import type { Member, Workspace } from './workspace';

/** Calls that ring, as people see and hear them. */

export const banner = (page: Page, caller: string): Locator =>
  page.getByRole('region', { name: `${caller} calls you` });
export const callingCard = (page: Page): Locator =>
  page
    .getByRole('main')
    .getByRole('status')
    .filter({ has: page.getByRole('paragraph') });
export const missedNotice = (page: Page, caller: string): Locator =>
  page.getByText(`Missed call from ${caller}`);

/** Opens a conversation in a page whose sounds can be counted, and that was touched: others may make none. */
export async function listenAs(page: Page, person: Member, workspace: Workspace, id: string): Promise<void> {
  await countSounds(page.context());
  await openAs(page, person, workspace, id);
  await page.getByRole('log').click();
}

/** Presses one of the two buttons of an open conversation, and waits for the stage. */
export async function call(page: Page, kind: 'voice' | 'video'): Promise<void> {
  await page.getByRole('button', { name: `Start a ${kind} call` }).click();
  await expect(page.getByRole('region', { name: 'Controls' })).toBeVisible({ timeout: 40_000 });
}

/** How many pages of a browser ring at this moment, and whether one ever did. */
export async function soundOf(context: BrowserContext): Promise<{ now: number; ever: number }> {
  const sum = { now: 0, ever: 0 };
  for (const page of context.pages()) {
    const { now, ever } = await page.evaluate(() => {
      const { now: open = 0, ever: all = 0 } = Reflect.get(globalThis, 'ringSounds') ?? {};
      return { now: Number(open), ever: Number(all) };
    });
    sum.now += now;
    sum.ever += ever;
  }
  return sum;
}

/** Ringing makes its tones with a context of its own, which it closes to be silent. */
async function countSounds(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    const sounds = { now: 0, ever: 0 };
    Reflect.set(globalThis, 'ringSounds', sounds);
    globalThis.AudioContext = class extends AudioContext {
      constructor(options?: AudioContextOptions) {
        super(options);
        sounds.now += 1;
        sounds.ever += 1;
      }
      override async close(): Promise<void> {
        sounds.now -= 1;
        await super.close();
      }
    };
  });
}

type Started = { id: string; code: string };

/** Calls by the API, as another program does; nobody sits in the call. */
export async function startCall(
  caller: Member,
  { id: workspace }: Workspace,
  conversationId: string,
  kind: 'voice' | 'video' = 'voice',
  memberIds?: readonly string[],
): Promise<Started> {
  const body = { id: randomUUID(), conversationId, kind, ...(memberIds === undefined ? {} : { memberIds }) };
  const answer = await arrange(caller, 'POST', '/calls/initiate', { workspace, body });
  return z.object({ id: z.uuid(), code: z.string() }).parse(answer);
}

/** Takes a seat by the API, which stays without a page that gives signs of life. @returns its id */
export async function takeSeat(person: Member, { id: workspace }: Workspace, code: string): Promise<string> {
  const seatId = randomUUID();
  const body = { callId: randomUUID(), seatId, kind: 'video', isMuted: true, isCameraOn: false };
  await arrange(person, 'POST', `/meeting-rooms/${code}/join`, { workspace, body });
  await asOperator(`update public.call_seats set seen_at = now() + interval '1 hour' where id = $1`, [
    seatId,
  ]);
  return seatId;
}

/** Lets a call's ringing have begun earlier, for what happens after three quarters of a minute. */
export async function ageRinging(callId: string, seconds: number): Promise<void> {
  await asOperator(
    `update public.call_rings set created_at = created_at - make_interval(secs => $2) where call_id = $1`,
    [callId, seconds],
  );
}

/** Lets a person have answered what rang for them so much earlier. */
export async function ageAnswer({ memberId }: Member, seconds: number): Promise<void> {
  await asOperator(
    `update public.call_rings set answered_at = answered_at - make_interval(secs => $2) where member_id = $1`,
    [memberId, seconds],
  );
}

async function asOperator(statement: string, values: readonly unknown[]): Promise<void> {
  const client = new Client({ connectionString: process.env['ADMIN_DATABASE_URL'] });
  await client.connect();
  try {
    await client.query(statement, [...values]);
  } finally {
    await client.end();
  }
}
