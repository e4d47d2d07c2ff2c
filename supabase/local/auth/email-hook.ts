import { randomUUID } from 'node:crypto';

import { Webhook } from 'standardwebhooks';
import { z } from 'zod';

import { type Clock, pause } from '../clock.ts';
import { ApiError, badRequest, internal, unprocessable } from './errors.ts';

type HookTarget = {
  url: string;
  /** `v1,whsec_<base64>`. */
  secret: string;
};

/** For all attempts together. */
const timeoutMs = 5_000;
const attempts = 3;
const backoffMs = 2_000;
const maxAnswerBytes = 200 * 1024;
const refusal = z.object({
  error: z.object({ http_code: z.number().int().optional(), message: z.string().optional() }).nullish(),
});

function timedOut(): ApiError {
  const seconds = (timeoutMs / 1000).toFixed(6);
  return unprocessable('hook_timeout', `Failed to reach hook within maximum time of ${seconds} seconds`);
}

async function readAnswer(response: Response): Promise<string> {
  const type = response.headers.get('content-type');
  if (type === null) {
    throw badRequest(
      'Invalid Content-Type: Missing Content-Type header',
      'hook_payload_invalid_content_type',
    );
  }
  if (type.split(';', 1)[0]?.trim().toLowerCase() !== 'application/json') {
    throw badRequest(
      `Invalid JSON response. Received content-type: ${type}`,
      'hook_payload_invalid_content_type',
    );
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > maxAnswerBytes) {
      throw unprocessable(
        'hook_payload_over_size_limit',
        `Payload size exceeded size limit of ${maxAnswerBytes} bytes`,
      );
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** A 200 may still say no: `{"error": {"http_code", "message"}}` is passed on to the caller. */
function checkAnswer(answer: string): void {
  let value: unknown;
  try {
    value = JSON.parse(answer);
  } catch (error) {
    throw internal('Error unmarshaling JSON output.', error);
  }
  const parsed = refusal.safeParse(value);
  const message = parsed.success ? (parsed.data.error?.message ?? '') : '';
  if (parsed.success && message !== '')
    throw new ApiError(parsed.data.error?.http_code || 500, null, message);
}

async function attempt(target: HookTarget, body: string, signal: AbortSignal): Promise<'done' | 'again'> {
  const id = randomUUID();
  // Not by the clock that tests move: the receiver compares it with its own.
  const at = new Date();
  const response = await fetch(target.url, {
    method: 'POST',
    body,
    signal,
    redirect: 'manual',
    headers: {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
      'webhook-signature': new Webhook(target.secret.replace(/^v1,/, '')).sign(id, at, body),
    },
  });
  const { status } = response;
  if (status === 200 || status === 202) {
    checkAnswer(await readAnswer(response));
    return 'done';
  }
  await response.body?.cancel();
  if (status === 204) return 'done';
  if (status === 429 || status === 503) {
    if (response.headers.has('retry-after')) return 'again';
    throw internal('Service currently unavailable due to hook');
  }
  if (status === 400) throw internal('Invalid payload sent to hook');
  if (status === 401) throw internal('Hook requires authorization token');
  throw internal(`Unexpected status code returned from hook: ${status}`);
}

/**
 * Hands a payload to the hook, signed by Standard Webhooks. Up to three attempts within the time-out;
 * `hook_timeout`, `hook_timeout_after_retry` (422) or `unexpected_failure` (500) when it does not take it.
 */
export async function callHook(clock: Clock, target: HookTarget, payload: unknown): Promise<void> {
  const body = JSON.stringify(payload);
  const late = Promise.withResolvers<'late'>();
  const ending = new AbortController();
  const cancel = clock.after(timeoutMs, () => {
    ending.abort();
    late.resolve('late');
  });
  try {
    for (let number = 1; number <= attempts; number += 1) {
      try {
        if ((await attempt(target, body, ending.signal)) === 'done') return;
      } catch (error) {
        if (ending.signal.aborted) throw timedOut();
        if (error instanceof ApiError) throw error;
        if (number === attempts) {
          throw unprocessable('hook_timeout_after_retry', 'Failed to reach hook after maximum retries');
        }
        if ((await Promise.race([pause(clock, backoffMs), late.promise])) === 'late') {
          throw timedOut();
        }
      }
    }
    throw internal('Service currently unavailable due to hook');
  } finally {
    cancel();
  }
}
