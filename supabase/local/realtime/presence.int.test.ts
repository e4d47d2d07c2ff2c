import type { RealtimeChannelOptions } from '@supabase/realtime-js';
import { expect, test } from 'vitest';

import { TestClock } from '../testing/test-clock.ts';
import { join } from './testing/test-client.ts';
import { turnUntil } from './testing/turn-until.ts';
import { useStack } from './testing/use-stack.ts';

const clock = new TestClock();
const tests = useStack({ clock });
const as = (key: string): RealtimeChannelOptions['config'] => ({ presence: { key, enabled: true } });

test('who tracks is seen by the others, and gone when they leave or their connection breaks', async () => {
  const ann = await join(await tests.client(), 'lobby', as('ann'));
  const boClient = await tests.client();
  const bo = await join(boClient, 'lobby', as('bo'));
  const cy = await join(await tests.client(), 'lobby', as('cy'));
  await bo.channel.track({ status: 'here' });
  await cy.channel.track({ status: 'here' });
  const seen = (): string[] => Object.keys(ann.channel.presenceState()).sort();
  await ann.channel.untrack();
  expect(seen()).toEqual(['bo', 'cy']);
  await cy.channel.unsubscribe();
  await ann.channel.untrack();
  expect(seen()).toEqual(['bo']);
  await boClient.disconnect();
  await turnUntil(() => tests.stack().realtime.status().connections === 2);
  await ann.channel.untrack();
  expect(seen()).toEqual([]);
});

test('someone who comes later gets the state', async () => {
  const ann = await join(await tests.client(), 'late', as('ann'));
  await ann.channel.track({ status: 'here' });
  const bo = await join(await tests.client(), 'late', as('bo'));
  await bo.channel.untrack();
  expect(bo.channel.presenceState()).toMatchObject({ ann: [{ status: 'here' }] });
});

test('two tabs under one key are two presences; an update replaces only its own', async () => {
  const tabs = await Promise.all([1, 2].map(async () => join(await tests.client(), 'tabs', as('ann'))));
  const [first, second] = tabs;
  await first?.channel.track({ tab: 1 });
  await second?.channel.track({ tab: 2 });
  await second?.channel.track({ tab: 3 });
  await first?.channel.untrack();
  await first?.channel.track({ tab: 1 });
  // The same again is no update; its answer comes after what was told before.
  await second?.channel.track({ tab: 3 });
  const state = second?.channel.presenceState<{ tab: number }>() ?? {};
  expect(state['ann']?.map(({ tab }) => tab).sort()).toEqual([1, 3]);
});

test('a payload that is no object is an error', async () => {
  const ann = await join(await tests.client(), 'odd', as('ann'));
  const answer = await ann.channel.send({ type: 'presence', event: 'track', payload: 'text' });
  expect(answer).toBe('error');
});

test('the sixth call within 30 seconds closes the channel; the window then opens again', async () => {
  const ann = await join(await tests.client(), 'busy', as('ann'));
  for (let call = 0; call < 5; call += 1) expect(await ann.channel.track({ call })).toBe('ok');
  clock.advance(30_001);
  for (let call = 0; call < 5; call += 1) expect(await ann.channel.track({ call })).toBe('ok');
  void ann.channel.track({ call: 6 });
  expect((await ann.system.until(() => true)).message).toBe('Client presence rate limit exceeded');
  await ann.statuses.until(({ status }) => status === 'CLOSED');
});

test('presence that is delayed comes late and in order', async () => {
  const ann = await join(await tests.client(), 'delayed', as('someone'));
  tests.stack().realtime.faults.set({ presenceDelayMs: 1_000 });
  const bo = await join(await tests.client(), 'delayed', as('someone'));
  await bo.channel.track({ step: 1 });
  clock.advance(500);
  tests.stack().realtime.faults.set({ presenceDelayMs: 100 });
  await bo.channel.track({ step: 2 });
  clock.advance(499);
  await ann.channel.untrack();
  expect(ann.channel.presenceState()).toEqual({});
  clock.advance(1);
  await ann.channel.untrack();
  expect(ann.channel.presenceState()).toMatchObject({ someone: [{ step: 2 }] });
  tests.stack().realtime.faults.reset();
});
