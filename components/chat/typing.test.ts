import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import type { TopicListener } from '../realtime/topic';
import { Typing } from './typing';

const TOPIC = 'peer:conversation:1:1';

beforeEach(() => {
  vi.useFakeTimers({ now: 1_800_000_000_000 });
});
afterEach(() => {
  vi.useRealTimers();
});

function open() {
  const sentMs: number[] = [];
  const listeners = new Set<TopicListener>();
  const typing = new Typing(
    {
      join: (_name, listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      send: () => {
        sentMs.push(Date.now());
      },
    },
    () => undefined,
  );
  const leave = typing.join(TOPIC);
  const hear = (memberId: unknown, event = 'typing') => {
    for (const listener of listeners) listener.onEvent?.(event, { memberId });
  };
  return { typing, sentMs, leave, hear };
}

describe('what is heard', () => {
  it('is shown for five seconds after the last sign', () => {
    const { typing, hear } = open();
    hear('bo');
    vi.advanceTimersByTime(4_000);
    hear('bo');
    hear('cy');
    expect(typing.members).toEqual(['bo', 'cy']);
    vi.advanceTimersByTime(4_999);
    expect(typing.members).toEqual(['bo', 'cy']);
    vi.advanceTimersByTime(1);
    expect(typing.members).toEqual([]);
  });

  it('ends with a message of the writer, and when the conversation is left', () => {
    const { typing, hear, leave } = open();
    hear('bo');
    hear('cy');
    typing.end('bo');
    expect(typing.members).toEqual(['cy']);
    leave();
    expect(typing.members).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('may be nonsense, or too much of it', () => {
    const { typing, hear } = open();
    hear(7);
    hear('bo', 'presence.changed');
    expect(typing.members).toEqual([]);
    for (let n = 0; n < 1_000; n += 1) hear(`p${n}`);
    expect(typing.members).toHaveLength(20);
  });
});

describe('what is told', () => {
  it('is the first key at once, and that somebody goes on writing', () => {
    const { typing, sentMs } = open();
    for (let key = 0; key < 70; key += 1) {
      typing.tell('ada');
      vi.advanceTimersByTime(100);
    }
    expect(sentMs.map((ms) => ms - (sentMs[0] ?? 0))).toEqual([0, 3_000, 6_000]);
    vi.advanceTimersByTime(60_000);
    expect(sentMs).toHaveLength(3);
  });

  it('is nothing of what was written before the message went off', () => {
    const { typing, sentMs } = open();
    typing.tell('ada');
    vi.advanceTimersByTime(2_000);
    typing.tell('ada');
    typing.rest();
    vi.advanceTimersByTime(10_000);
    expect(sentMs).toHaveLength(1);
  });

  it('is one sign in three seconds at most, however one writes and sends', () => {
    const act = fc.tuple(fc.nat(2_000), fc.constantFrom('key', 'key', 'key', 'message'));
    fc.assert(
      fc.property(fc.array(act, { maxLength: 60 }), (acts) => {
        const { typing, sentMs } = open();
        for (const [pauseMs, kind] of acts) {
          vi.advanceTimersByTime(pauseMs);
          if (kind === 'key') typing.tell('ada');
          else typing.rest();
        }
        vi.advanceTimersByTime(10_000);
        const gaps = sentMs.slice(1).map((ms, n) => ms - (sentMs[n] ?? 0));
        expect(gaps.every((gap) => gap >= 3_000)).toBe(true);
      }),
    );
  });
});

it('tells nothing more on a topic that moved, until the next is joined', () => {
  const { typing, sentMs } = open();
  typing.tell('me');
  typing.tell('me');
  typing.hush();
  vi.advanceTimersByTime(10_000);
  typing.tell('me');
  expect(sentMs).toHaveLength(1);
  typing.join('peer:conversation:1:2');
  typing.tell('me');
  expect(sentMs).toHaveLength(2);
});
