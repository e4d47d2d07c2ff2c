import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import { PresenceList } from './presence.ts';
import type { PresenceState } from './presence.ts';

test('several presences may share a key', () => {
  const list = new PresenceList<string>();
  list.track('tab 1', 'ann', { on: 'desk' });
  list.track('tab 2', 'ann', { on: 'phone' });
  const metas = list.state()['ann']?.metas ?? [];
  expect(metas.map((meta) => meta['on'])).toEqual(['desk', 'phone']);
  expect(new Set(metas.map((meta) => meta.phx_ref)).size).toBe(2);
});

test('an update is a leave and a join that names the version it replaces', () => {
  const list = new PresenceList<string>();
  const first = list.track('tab', 'ann', { status: 'here' });
  const second = list.track('tab', 'ann', { status: 'away' });
  const old = first?.joins['ann']?.metas[0];
  expect(second?.leaves['ann']?.metas).toEqual([old]);
  expect(second?.joins['ann']?.metas[0]).toMatchObject({ status: 'away', phx_ref_prev: old?.phx_ref });
});

test('tracking the same again, and untracking nothing, changes nothing', () => {
  const list = new PresenceList<string>();
  list.track('tab', 'ann', { status: { a: [1] } });
  expect(list.track('tab', 'ann', { status: { a: [1] } })).toBeNull();
  expect(list.untrack('other tab')).toBeNull();
  expect(list.untrack('tab')?.leaves).toHaveProperty('ann');
  expect(list.size).toBe(0);
});

test('keys that name object internals are ordinary keys', () => {
  const list = new PresenceList<string>();
  const diff = list.track('tab', '__proto__', { constructor: 'x' });
  expect(JSON.stringify(diff?.joins)).toMatch(/^\{"__proto__":\{"metas":/);
  expect(Object.keys(list.state())).toEqual(['__proto__']);
});

test('who applies every diff to a state knows the state', () => {
  const step = fc.record({
    owner: fc.constantFrom('a', 'b', 'c'),
    key: fc.constantFrom('x', 'y'),
    tracked: fc.option(fc.record({ n: fc.integer({ min: 0, max: 3 }) })),
  });
  fc.assert(
    fc.property(fc.array(step), (steps) => {
      const list = new PresenceList<string>();
      const seen = new Map<string, string>();
      for (const { owner, key, tracked } of steps) {
        const diff = tracked === null ? list.untrack(owner) : list.track(owner, key, tracked);
        if (!diff) continue;
        for (const reference of references(diff.leaves).keys()) seen.delete(reference);
        for (const [reference, of] of references(diff.joins)) seen.set(reference, of);
      }
      expect(seen).toEqual(references(list.state()));
    }),
  );
});

function references(state: PresenceState): Map<string, string> {
  const pairs = Object.entries(state).flatMap(([key, { metas }]) =>
    metas.map((meta): [string, string] => [meta.phx_ref, key]),
  );
  return new Map(pairs);
}
