import { randomUUID } from 'node:crypto';
import { crc32, deflateSync } from 'node:zlib';

import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { GET } from '@/app/api/v1/[[...route]]/route';
import { addChannelMembers, removeChannelMember } from '@/lib/chat/change-members';
import { deleteMessage } from '@/lib/chat/change-message';
import { createChannel } from '@/lib/chat/create-channel';
import { postMessage } from '@/lib/chat/post-message';
import { env } from '@/lib/core/env';
import { beginFile } from '@/lib/files/begin-file';
import { completeFile } from '@/lib/files/complete-file';
import { fileHref } from '@/lib/files/file-href';
import { getFile, openFile } from '@/lib/files/queries';
import { sendFile } from '@/lib/files/send-file';
import { takePicture } from '@/lib/files/take-picture';
import { startLiveStack, type LiveStack } from '@/tests/support/live-stack';
import { as, refusal, type TestPerson } from '@/tests/support/people';
import { createWorkspace, type TestWorkspace } from '@/tests/support/workspace';

let stack: LiveStack;
let home: TestWorkspace;
let bo: TestPerson & { memberId: string };
beforeAll(async () => {
  stack = await startLiveStack();
  home = await createWorkspace(stack.db, 'Olga');
  bo = await home.join('Bo');
});
afterAll(async () => {
  await stack.close();
});

type Place = { id: string; bucket: string; objectName: string };
type Purpose = 'attachment' | 'avatar';

const owner = () => as(home.owner, home.id);

async function announce(
  purpose: Purpose,
  name = 'x.png',
  person = home.owner,
  conversationId = home.general,
): Promise<Place> {
  const id = randomUUID();
  const place = purpose === 'attachment' ? { conversationId } : {};
  const answer = await as(person, home.id).run(beginFile, { id, purpose, ...place, name, sizeBytes: 10 });
  return { id, ...answer };
}

/** A request to Storage as a person. */
async function ask(person: TestPerson, path: string, init: RequestInit = {}): Promise<Response> {
  const { SUPABASE_URL, SUPABASE_PUBLISHABLE_KEY } = env();
  const headers = new Headers(init.headers);
  headers.set('authorization', `Bearer ${await stack.token(person)}`);
  headers.set('apikey', SUPABASE_PUBLISHABLE_KEY);
  return await fetch(`${SUPABASE_URL}/storage/v1/object/${path}`, { ...init, headers });
}

async function put(person: TestPerson, { bucket, objectName }: Place, bytes: Uint8Array, type: string) {
  const headers = { 'content-type': type };
  return await ask(person, `${bucket}/${objectName}`, { method: 'POST', headers, body: Buffer.from(bytes) });
}

/** Puts bytes in the place of what may be there. */
async function replace(person: TestPerson, { bucket, objectName }: Place) {
  const headers = { 'content-type': 'image/png', 'x-upsert': 'true' };
  const [post, update] = await Promise.all(
    ['POST', 'PUT'].map((method) =>
      ask(person, `${bucket}/${objectName}`, { method, headers, body: 'other' }),
    ),
  );
  return [post?.ok, update?.ok];
}

/** Announced, uploaded and looked at. @returns its id */
async function upload(
  purpose: Purpose,
  bytes: Uint8Array,
  type: string,
  name?: string,
  conversationId?: string,
): Promise<string> {
  const place = await announce(purpose, name, home.owner, conversationId);
  expect((await put(home.owner, place, bytes, type)).status).toBe(200);
  await owner().run(completeFile, { id: place.id });
  return place.id;
}

const facts = (id: string) => owner().run(getFile, { id });
/** How the bytes reach whoever opens the file. */
async function opened(id: string): Promise<Response> {
  const answer = await sendFile(await owner().run(openFile, { id }));
  const address = answer.headers.get('location');
  return address === null ? answer : await fetch(address);
}

const text = (words: string): Uint8Array => new TextEncoder().encode(words);
const pixels = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#0d9488' } });
const script = '<script>alert(1)</script>';
const svg = text(`<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">${script}</svg>`);

/** A part of a PNG: its length, its name, what is in it, and a sum over these. */
function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

/** A PNG of a few bytes that says it is of any size. */
function claimingPng(width: number, height: number): Uint8Array {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const rows = chunk('IDAT', deflateSync(Buffer.alloc(1000)));
  return Buffer.concat([signature, chunk('IHDR', header), rows, chunk('IEND', Buffer.alloc(0))]);
}

describe('a file that was uploaded', () => {
  it('is what its bytes say', async () => {
    const id = await upload('attachment', await pixels(40, 30).png().toBuffer(), 'image/png');
    expect(await facts(id)).toMatchObject({ state: 'ready', mediaType: 'image/png', width: 40, height: 30 });
    const answer = await opened(id);
    expect(answer.headers.get('content-type')).toBe('image/png');
    expect(answer.headers.get('content-disposition')).toBeNull();
    const pdf = await upload('attachment', text('%PDF-1.4\n1 0 obj'), 'application/octet-stream', 'plan.pdf');
    expect(await facts(pdf)).toMatchObject({ mediaType: 'application/pdf', width: null });
    expect((await opened(pdf)).headers.get('content-disposition')).toContain('plan.pdf');
  });

  it.each([
    'text/html',
    'image/svg+xml',
    'application/xhtml+xml',
    'application/javascript',
    'image/png, text/html',
  ])('is not taken as %s, which could run', async (type) => {
    const place = await announce('attachment');
    expect((await put(home.owner, place, svg, type)).ok).toBe(false);
    expect(await refusal(owner().run(completeFile, { id: place.id }))).toBe('conflict');
  });

  const oddities: [what: string, bytes: () => Uint8Array | Promise<Uint8Array>, type: string][] = [
    ['a page that says it is a picture', () => text(`<!doctype html>${script}`), 'image/png'],
    ['a drawing that says it is a picture', () => svg, 'image/webp'],
    ['a drawing', () => svg, 'application/octet-stream'],
    ['a picture that says it is another', () => pixels(9, 9).jpeg().toBuffer(), 'image/png'],
    ['a script that begins as a picture', () => text(`GIF89a/*${script}*/=1;alert(1)`), 'image/gif'],
    ['a picture of ten thousand million pixels', () => claimingPng(100_000, 100_000), 'image/png'],
    ['half a picture', async () => (await pixels(90, 90).png().toBuffer()).subarray(0, 20), 'image/png'],
  ];
  it.each(oddities)('is kept and never shown: %s', async (_, bytes, type) => {
    const id = await upload('attachment', await bytes(), type);
    expect(await facts(id)).toMatchObject({ state: 'ready', width: null, height: null });
    const answer = await opened(id);
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment/);
    expect(answer.headers.get('content-type')).not.toMatch(/html|xml|script/);
  });

  it('that is a picture and a page at once is a picture only', async () => {
    const both = Buffer.concat([await pixels(9, 9).png().toBuffer(), text(`<!doctype html>${script}`)]);
    const answer = await opened(await upload('attachment', both, 'image/png', 'page.html'));
    expect(answer.headers.get('content-type')).toBe('image/png');
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(answer.headers.get('content-security-policy')).toContain('sandbox');
  });
});

/** Asks the app for a file, as a player asks for a part of it: with a range, which it repeats where it is led. */
async function askDoor(person: TestPerson, id: string, range: string): Promise<Response> {
  const headers = { authorization: `Bearer ${await stack.token(person)}`, range };
  const door = await GET(new Request(`http://localhost:3000${fileHref(home.id, id)}`, { headers }));
  const address = door.headers.get('location');
  return address === null ? door : await fetch(address, { headers: { range } });
}

describe('a part of a file', () => {
  it('comes to who may read the file, and not to who could a moment ago', async () => {
    const channel = randomUUID();
    await owner().run(createChannel, { id: channel, name: 'film', kind: 'private' });
    await owner().run(addChannelMembers, { id: channel, memberIds: [bo.memberId] });
    const bytes = Uint8Array.from({ length: 1000 }, (_, index) => index % 251);
    const file = await upload('attachment', bytes, 'application/octet-stream', 'film.mp4', channel);
    await owner().run(postMessage, { id: randomUUID(), conversationId: channel, files: [file] });
    const ranges = [
      ['bytes=250-259', 250, 260],
      ['bytes=990-', 990, 1000],
      ['bytes=-5', 995, 1000],
    ] as const;
    for (const [range, from, to] of ranges) {
      const part = await askDoor(bo, file, range);
      expect([part.status, part.headers.get('content-range')]).toEqual([206, `bytes ${from}-${to - 1}/1000`]);
      expect(new Uint8Array(await part.arrayBuffer())).toEqual(bytes.subarray(from, to));
    }
    expect((await askDoor(bo, file, 'bytes=1000-')).status).toBe(416);
    await owner().run(removeChannelMember, { id: channel, memberId: bo.memberId });
    const refused = await askDoor(bo, file, 'bytes=0-9');
    expect([refused.status, refused.headers.get('location')]).toEqual([404, null]);
    expect((await askDoor(home.owner, file, 'bytes=0-9')).status).toBe(206);
  });
});

describe('a person’s picture', () => {
  it('becomes a small square that tells nothing else', async () => {
    const photo = await pixels(900, 300)
      .withExif({ IFD0: { Make: 'Spy' } })
      .jpeg()
      .toBuffer();
    const id = await upload('avatar', photo, 'image/jpeg');
    await owner().run(takePicture, { fileId: id });
    const answer = await opened(id);
    expect(answer.headers.get('content-type')).toBe('image/webp');
    const { width, height, exif } = await sharp(await answer.arrayBuffer()).metadata();
    expect({ width, height, exif }).toEqual({ width: 256, height: 256, exif: undefined });
  });

  const refused: [what: string, bytes: Uint8Array][] = [
    ['a drawing', svg],
    ['a page', text(`<!doctype html>${script}`)],
    ['ten thousand million pixels', claimingPng(100_000, 100_000)],
    ['a picture in a format that no browser shows', text('II*\u0000\u0008\u0000\u0000\u0000\u0000\u0000')],
  ];
  it.each(refused)('is refused: %s', async (_, bytes) => {
    const place = await announce('avatar');
    expect((await put(home.owner, place, bytes, 'image/png')).status).toBe(200);
    expect(await refusal(owner().run(completeFile, { id: place.id }))).toBe('invalid');
    expect(await refusal(owner().run(completeFile, { id: place.id }))).toBe('invalid');
    expect(await refusal(owner().run(takePicture, { fileId: place.id }))).toBe('not_found');
  });
});

describe('Storage itself', () => {
  it('takes a file from who announced it, once, and under no other name', async () => {
    const place = await announce('attachment');
    const bytes = await pixels(9, 9).png().toBuffer();
    expect((await put(bo, place, bytes, 'image/png')).ok).toBe(false);
    expect((await put(home.owner, { ...place, bucket: 'avatars' }, bytes, 'image/png')).ok).toBe(false);
    const beside = { ...place, objectName: `${place.objectName}.webp` };
    expect((await put(home.owner, beside, bytes, 'image/png')).ok).toBe(false);
    expect((await put(home.owner, place, bytes, 'image/png')).ok).toBe(true);
    expect(await replace(home.owner, place)).toEqual([false, false]);
    await owner().run(completeFile, { id: place.id });
    expect(await replace(home.owner, place)).toEqual([false, false]);
    expect((await put(home.owner, place, text('other'), 'image/png')).ok).toBe(false);
    const answer = await opened(place.id);
    expect(new Uint8Array(await answer.arrayBuffer())).toEqual(new Uint8Array(bytes));
  });

  it('shows nobody anything by their own token, nor lets them delete or sign', async () => {
    const place = await announce('attachment');
    const path = `${place.bucket}/${place.objectName}`;
    await put(home.owner, place, text('the plan'), 'application/octet-stream');
    await owner().run(completeFile, { id: place.id });
    await owner().run(postMessage, { id: randomUUID(), conversationId: home.general, files: [place.id] });
    const json = { 'content-type': 'application/json' };
    for (const person of [home.owner, bo]) {
      const answers = await Promise.all([
        ask(person, path),
        ask(person, `authenticated/${path}`),
        ask(person, `public/${path}`),
        ask(person, `sign/${path}`, { method: 'POST', headers: json, body: '{"expiresIn":60}' }),
      ]);
      expect(answers.map(({ ok }) => ok)).toEqual([false, false, false, false]);
      const listed = await ask(person, `list/${place.bucket}`, {
        method: 'POST',
        headers: json,
        body: JSON.stringify({ prefix: home.id }),
      });
      expect(listed.ok ? await listed.json() : []).toEqual([]);
      await ask(person, path, { method: 'DELETE' });
    }
    expect(await (await opened(place.id)).text()).toBe('the plan');
  });

  it('holds nothing of a deleted message, not for those either who have an address', async () => {
    const file = await upload('attachment', text('the plan'), 'application/octet-stream');
    const message = randomUUID();
    await owner().run(postMessage, { id: message, conversationId: home.general, files: [file] });
    const { headers } = await sendFile(await owner().run(openFile, { id: file }));
    const address = headers.get('location') ?? '';
    expect((await fetch(address)).status).toBe(200);
    await owner().run(deleteMessage, { id: message });
    expect(await refusal(owner().run(openFile, { id: file }))).toBe('not_found');
    await announce('attachment');
    await expect.poll(async () => (await fetch(address)).ok).toBe(false);
    // The row goes after what it stands for.
    await expect.poll(() => stack.db.admin('select from files where id = $1', [file])).toEqual([]);
  });
});
