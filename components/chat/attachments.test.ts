import { describe, expect, it, vi } from 'vitest';

import type { Attachment } from '@/lib/files/schemas';

import { Attachments } from './attachments';

type Answer = { ok: true; value: Attachment } | { ok: false; error: { message: string } };

/** Uploads that end when the test says so. */
function desk() {
  const ends = new Map<string, (answer: Answer) => void>();
  const tries: string[] = [];
  const attachments = new Attachments(
    ({ file }) =>
      new Promise((resolve) => {
        tries.push(file.name);
        ends.set(file.name, resolve);
      }),
  );
  const facts = { mediaType: 'text/plain', sizeBytes: 1, width: null, height: null };
  const idOf = (name: string) => attachments.list.get().find(({ file }) => file.name === name)?.id ?? '';
  return {
    attachments,
    tries,
    idOf,
    add: (...names: string[]) => attachments.add(names.map((name) => new File(['x'], name))),
    arrive: async (name: string) => {
      ends.get(name)?.({ ok: true, value: { id: idOf(name), name, ...facts } });
      await settled();
    },
    fail: async (name: string) => {
      ends.get(name)?.({ ok: false, error: { message: 'No line.' } });
      await settled();
    },
  };
}
/** Everything that follows from what has happened already has happened after this. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('what goes with a message', () => {
  it('is taken once it has arrived, in the order in which it was chosen', async () => {
    const { attachments, add, arrive } = desk();
    expect(add('a', 'b', 'c')).toBe(0);
    await arrive('b');
    await arrive('a');
    expect(attachments.isBusy).toBe(true);
    expect(attachments.take().map(({ name }) => name)).toEqual(['a', 'b']);
    expect(attachments.list.get().map(({ file }) => file.name)).toEqual(['c']);
  });

  it('is at most ten files, none of them empty or enormous', () => {
    const { attachments, add } = desk();
    const huge = new File(['x'], 'huge');
    Object.defineProperty(huge, 'size', { value: 51 * 1024 * 1024 });
    expect(attachments.add([new File([], 'empty'), huge])).toBe(2);
    expect(add(...Array.from({ length: 12 }, (_, index) => `${index}`))).toBe(2);
    expect(attachments.list.get()).toHaveLength(10);
  });

  it('can be tried again under the same id, and is not awaited by what failed', async () => {
    const { attachments, add, fail, arrive, tries, idOf } = desk();
    add('a', 'b');
    const post = vi.fn<() => void>();
    attachments.await(post);
    const id = idOf('a');
    await fail('a');
    await arrive('b');
    expect([attachments.isFailed, attachments.isAwaited.get()]).toEqual([true, false]);
    attachments.retry(id);
    await arrive('a');
    expect(attachments.take().map((file) => file.id)).toContain(id);
    expect(tries).toEqual(['a', 'b', 'a']);
    expect(post).not.toHaveBeenCalled();
  });

  it('sends a message off once, with the last of its files', async () => {
    const { attachments, add, arrive, idOf } = desk();
    add('a', 'b');
    const post = vi.fn<() => void>();
    attachments.await(post);
    attachments.await(post);
    await arrive('a');
    expect(post).not.toHaveBeenCalled();
    attachments.remove(idOf('b'));
    expect(post).toHaveBeenCalledOnce();
    await arrive('b');
    expect(post).toHaveBeenCalledOnce();
  });

  it('keeps a message back that is written on', async () => {
    const { attachments, add, arrive } = desk();
    add('a');
    const post = vi.fn<() => void>();
    attachments.await(post);
    attachments.dismiss();
    await arrive('a');
    expect(post).not.toHaveBeenCalled();
    expect(attachments.isBusy).toBe(false);
  });
});
