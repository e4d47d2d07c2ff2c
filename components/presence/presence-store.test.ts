import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { presence, type OwnStatus, type Presence } from '@/lib/presence/schemas';

import { isPresence } from './presence-event';
import { newPage, PresenceStore, type ReportInput } from './presence-store';

const ME = 'me';
const MINUTE_MS = 60_000;

type Sent = ReportInput & { atMs: number };

const page = Object.assign(new EventTarget(), { visibilityState: 'visible' });
const screen = new EventTarget();

beforeEach(() => {
  vi.useFakeTimers({ now: 1_800_000_000_000 });
  page.visibilityState = 'visible';
  vi.stubGlobal('document', page);
  vi.stubGlobal('window', screen);
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const status: OwnStatus = { availability: 'auto', availabilityUntil: null, emoji: '', text: '', until: null };
const presenceOf = (memberId: string, state: Presence['state'] = 'online'): Presence => ({
  memberId,
  state,
  lastSeenAt: null,
  emoji: '',
  text: '',
  until: null,
});

function open(answers: { ok?: boolean; delayMs?: number } = {}) {
  const sent: Sent[] = [];
  const returns = new Set<() => void>();
  const store = new PresenceStore(
    {
      me: () => ME,
      onReturn: (listener) => {
        returns.add(listener);
        return () => returns.delete(listener);
      },
      setStatus: async () => await Promise.resolve({ ok: true as const, value: status }),
      report: async (body) => {
        sent.push({ ...body, atMs: Date.now() });
        await new Promise((resolve) => {
          setTimeout(resolve, answers.delayMs ?? 0);
        });
        if (answers.ok === false)
          return { ok: false as const, error: { code: 'unavailable' as const, message: '' } };
        const presences = body.watch.map((id) => presenceOf(id));
        return { ok: true as const, value: { presences, status } };
      },
    },
    newPage(),
  );
  const stop = store.start();
  return { store, sent, stop, comeBack: () => returns.forEach((listener) => listener()) };
}

function show(state: 'visible' | 'hidden'): void {
  page.visibilityState = state;
  page.dispatchEvent(new Event('visibilitychange'));
}
const touch = () => screen.dispatchEvent(new Event('pointerdown'));

describe('what is asked', () => {
  it('is asked once for all that come on the screen together, then every 45 seconds or so', async () => {
    const { store, sent, stop } = open();
    store.watch(['a']);
    store.watch(['a', 'b']);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(sent.map(({ watch }) => watch)).toEqual([[ME, 'a', 'b']]);
    expect(store.stateOf('a')).toBe('online');
    await vi.advanceTimersByTimeAsync(10 * MINUTE_MS);
    expect(sent.length).toBeGreaterThan(11);
    expect(sent.length).toBeLessThan(17);
    stop();
  });

  it('is at most a hundred people, and each has their turn', async () => {
    const { store, sent, stop } = open();
    const many = Array.from({ length: 350 }, (_, n) => `p${n}`);
    store.watch(many);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(Math.max(...sent.map(({ watch }) => watch.length))).toBe(100);
    expect(new Set(sent.flatMap(({ watch }) => watch)).size).toBe(351);
    expect(sent).toHaveLength(4);
    stop();
  });

  it('is nobody on a hidden page, and nobody who is not shown any more', async () => {
    const { store, sent, stop } = open();
    const leave = store.watch(['a']);
    await vi.advanceTimersByTimeAsync(1_000);
    leave();
    await vi.advanceTimersByTimeAsync(MINUTE_MS);
    expect(sent.at(-1)?.watch).toEqual([ME]);
    show('hidden');
    await vi.advanceTimersByTimeAsync(5 * MINUTE_MS);
    expect(sent.at(-1)?.watch).toEqual([]);
    const gaps = sent.slice(-3).map(({ atMs }, n, all) => atMs - (all[n - 1]?.atMs ?? atMs));
    expect(Math.max(...gaps)).toBeLessThan(75_000);
    stop();
  });
});

describe('the page', () => {
  it('is away after five minutes without input, at once active with the next', async () => {
    const { sent, stop } = open();
    await vi.advanceTimersByTimeAsync(5 * MINUTE_MS - 1);
    expect(sent.at(-1)?.state).toBe('active');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(sent.at(-1)?.state).toBe('away');
    await vi.advanceTimersByTimeAsync(MINUTE_MS);
    touch();
    await vi.advanceTimersByTimeAsync(10);
    expect(sent.at(-1)?.state).toBe('active');
    stop();
  });

  it('is away when hidden, but not for a glance elsewhere', async () => {
    const { sent, stop } = open();
    await vi.advanceTimersByTimeAsync(1_000);
    show('hidden');
    await vi.advanceTimersByTimeAsync(5_000);
    show('visible');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(sent.map(({ state }) => state)).not.toContain('away');
    show('hidden');
    await vi.advanceTimersByTimeAsync(11_000);
    expect(sent.at(-1)?.state).toBe('away');
    stop();
  });

  it('says goodbye once, and is another device should it come back', async () => {
    const { sent, stop } = open();
    await vi.advanceTimersByTimeAsync(1_000);
    screen.dispatchEvent(new Event('pagehide'));
    expect(sent.at(-1)).toMatchObject({ state: 'gone', deviceId: sent[0]?.deviceId });
    const count = sent.length;
    await vi.advanceTimersByTimeAsync(5 * MINUTE_MS);
    expect(sent).toHaveLength(count);
    screen.dispatchEvent(Object.assign(new Event('pageshow'), { persisted: true }));
    await vi.advanceTimersByTimeAsync(100);
    expect(sent).toHaveLength(count + 1);
    expect(sent.at(-1)?.deviceId).not.toBe(sent[0]?.deviceId);
    stop();
  });

  it('takes itself for offline when the server has not answered for as long as it waits', async () => {
    const answers: { ok?: boolean } = {};
    const { store, stop } = open(answers);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(store.stateOf(ME)).toBe('online');
    answers.ok = false;
    await vi.advanceTimersByTimeAsync(2 * MINUTE_MS);
    expect(store.stateOf(ME)).toBe('offline');
    answers.ok = true;
    await vi.advanceTimersByTimeAsync(MINUTE_MS);
    expect(store.stateOf(ME)).toBe('online');
    stop();
  });
});

it('never calls more than five times in thirty seconds, whatever happens', async () => {
  const step = fc.tuple(
    fc.nat(12_000),
    fc.constantFrom('hide', 'show', 'touch', 'return', 'watch', 'leave', 'restore', 'say'),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), fc.boolean(), async (steps, ok) => {
      const { store, sent, stop, comeBack } = open({ ok });
      const acts: Record<(typeof steps)[number][1], () => unknown> = {
        hide: () => show('hidden'),
        show: () => show('visible'),
        touch,
        return: comeBack,
        watch: () => store.watch([`p${sent.length}`]),
        leave: () => screen.dispatchEvent(new Event('pagehide')),
        restore: () => screen.dispatchEvent(Object.assign(new Event('pageshow'), { persisted: true })),
        say: async () => await store.say({ custom: null }),
      };
      for (const [pauseMs, act] of steps) {
        await vi.advanceTimersByTimeAsync(pauseMs);
        acts[act]();
      }
      await vi.advanceTimersByTimeAsync(MINUTE_MS);
      stop();
      show('visible');
      for (const { atMs } of sent) {
        expect(
          sent.filter((other) => other.atMs >= atMs && other.atMs < atMs + 30_000).length,
        ).toBeLessThanOrEqual(5);
      }
    }),
  );
});

describe('what is heard', () => {
  it('counts at once, and more than an answer that was on its way', async () => {
    const { store, sent, stop } = open({ delayMs: 1_000 });
    store.watch(['a', 'b']);
    await vi.advanceTimersByTimeAsync(500);
    expect(sent).toHaveLength(1);
    store.hear({ ...presenceOf('a', 'dnd'), emoji: '🌴', text: 'off' });
    expect(store.people.get().get('a')).toMatchObject({ state: 'dnd', emoji: '🌴' });
    await vi.advanceTimersByTimeAsync(1_000);
    expect([store.stateOf('a'), store.stateOf('b')]).toEqual(['dnd', 'online']);
    store.hear({ memberId: 'a', state: 'asleep' });
    expect(store.stateOf('a')).toBe('dnd');
    stop();
  });

  it('of somebody who loads the page again is nothing', async () => {
    const { store, stop } = open();
    store.hear(presenceOf('a'));
    store.hear(presenceOf('b'));
    store.hear(presenceOf('a', 'offline'));
    store.hear(presenceOf('b', 'offline'));
    await vi.advanceTimersByTimeAsync(2_000);
    store.hear(presenceOf('a'));
    expect([store.stateOf('a'), store.stateOf('b')]).toEqual(['online', 'online']);
    await vi.advanceTimersByTimeAsync(2_000);
    expect([store.stateOf('a'), store.stateOf('b')]).toEqual(['online', 'offline']);
    stop();
  });

  it('of oneself carries on what another device has said: do not disturb is quiet until it ends', async () => {
    const { store, stop } = open();
    await vi.advanceTimersByTimeAsync(1_000);
    const availabilityUntil = new Date(Date.now() + MINUTE_MS).toISOString();
    store.hear({ ...presenceOf(ME, 'dnd'), availability: 'dnd', availabilityUntil });
    expect(store.isQuiet()).toBe(true);
    await vi.advanceTimersByTimeAsync(MINUTE_MS);
    expect(store.isQuiet()).toBe(false);
    stop();
  });

  it('is checked by hand as the schema checks it', () => {
    const id = '0192f0c1-0000-7000-8000-000000000000';
    const good = { ...presenceOf(id, 'busy'), until: '2026-11-20T12:00:00.000Z' };
    expect([isPresence(good), presence.safeParse(good).success]).toEqual([true, true]);
    for (const name of Object.keys(good)) {
      const broken = { ...good, [name]: 7 };
      expect([name, isPresence(broken), presence.safeParse(broken).success]).toEqual([name, false, false]);
    }
  });
});
