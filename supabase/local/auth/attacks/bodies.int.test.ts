import { connect } from 'node:net';

import { afterAll, beforeAll, expect, inject, test } from 'vitest';

import type { AuthStack } from '../support/auth-stack.ts';
import { startAuthStack } from '../support/auth-stack.ts';

let stack: AuthStack;

beforeAll(async () => {
  stack = await startAuthStack(inject('postgres'), { bodyTimeoutMs: 300 });
});
afterAll(async () => {
  await stack.close();
});

const head = (more: string) =>
  `POST /auth/v1/token?grant_type=password HTTP/1.1\r\nhost: x\r\nx-supabase-api-version: 2024-01-01\r\n${more}\r\n\r\n`;

/** Sends raw bytes and reads until the server closes, in whatever way. */
async function raw(bytes: string, options: { end?: boolean } = {}): Promise<string> {
  const socket = connect(Number(new URL(stack.url).port), '127.0.0.1');
  let answer = '';
  socket.on('data', (chunk: Buffer) => {
    answer += chunk.toString();
  });
  // The server may close while bytes are still on their way.
  socket.on('error', () => undefined);
  socket.write(bytes);
  if (options.end === true) socket.end();
  await new Promise<void>((resolve) => {
    socket.once('close', () => resolve());
  });
  return answer;
}

test('a body that never arrives whole is given up, and the connection closed', async () => {
  const answer = await raw(`${head('content-length: 100')}{"email":`);
  expect(answer).toMatch(/^HTTP\/1\.1 504 /);
  expect(answer).toContain('"code":"request_timeout"');
});

test('a caller that hangs up in the middle harms nobody', async () => {
  await raw(`${head('content-length: 100')}{"email":`, { end: true });
  expect((await stack.request('/health')).status).toBe(200);
});

const chunk = `10000\r\n${'x'.repeat(0x10000)}\r\n`;

test.each([
  ['of unknown length', head('transfer-encoding: chunked') + chunk.repeat(20) + '0\r\n\r\n'],
  ['of unknown length that does not end', head('transfer-encoding: chunked') + chunk.repeat(20)],
  ['of announced length', head(`content-length: ${20 * 0x10000}`) + 'x'.repeat(20 * 0x10000)],
])('a body %s over one mebibyte is refused, and its sender told so', async (_, bytes) => {
  const answer = await raw(bytes.replace('\r\nhost: x', '\r\nhost: x\r\nconnection: close'));
  expect(answer).toMatch(/^HTTP\/1\.1 413 /);
  expect(answer).toContain('"code":"request_entity_too_large"');
});

test('who says all before listening hears it, too', async () => {
  const body = 'x'.repeat(60 * 0x10000);
  const answer = await stack.request('/token?grant_type=password', { method: 'POST', body });
  expect(answer.status).toBe(413);
});

test('who sends on and on is cut off, and harms nobody', async () => {
  await raw(`${head('transfer-encoding: chunked')}${chunk.repeat(80)}`);
  expect((await stack.request('/health')).status).toBe(200);
});

test('a hundred connections that stall do not keep a request waiting', async () => {
  const stalled = Array.from({ length: 100 }, () => raw(`${head('content-length: 100')}{`));
  expect((await stack.request('/health')).status).toBe(200);
  const answers = await Promise.all(stalled);
  expect(answers.every((answer) => answer.startsWith('HTTP/1.1 504 '))).toBe(true);
});
