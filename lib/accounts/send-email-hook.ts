import { Webhook, WebhookVerificationError } from 'standardwebhooks';

import { sendMail } from '@/lib/core/email/send-mail';
import { env } from '@/lib/core/env';
import { AppError } from '@/lib/core/errors';
import { log } from '@/lib/core/log';

import { authMailRequest, authMails } from './auth-mails';

const MAX_BODY_BYTES = 256 * 1024;
/** The Auth server waits five seconds for the whole answer. */
const SEND_TIMEOUT_MS = 4_000;
/** Twice as long as a signature is valid (five minutes, either side of now). */
const REMEMBER_MS = 10 * 60_000;

/** Requests of the last minutes by their id: one that comes again, in good faith or not, sends no second mail. */
const handled = new Map<string, Promise<Response>>();

/**
 * Supabase's Send Email Hook (Standard Webhooks): sends the mail that the Auth server asks for.
 * Answers `{}`, or `{error: {http_code, message}}` with 401 (signature wrong, missing or older than five minutes),
 * 400 (not the contract), 413 (over 256 KB), 503 with Retry-After (the mail server did not take it).
 */
export async function receiveSendEmailHook(request: Request): Promise<Response> {
  const body = await readBody(request);
  if (body === null) return refuse(413, 'The request is too large.');
  const payload = verify(body, request.headers);
  if (payload === undefined) return refuse(401, 'The signature of this request is not valid.');
  const id = request.headers.get('webhook-id') ?? '';
  const earlier = handled.get(id);
  if (earlier) return (await earlier).clone();
  const answer = send(payload);
  handled.set(id, answer);
  setTimeout(() => handled.delete(id), REMEMBER_MS).unref();
  const response = await answer;
  if (!response.ok) handled.delete(id);
  return response.clone();
}

async function send(payload: unknown): Promise<Response> {
  const parsed = authMailRequest.safeParse(payload);
  if (!parsed.success) {
    log().error(
      { faults: parsed.error.issues.map(({ path }) => path.join('.')) },
      'send-email hook: not the contract',
    );
    return refuse(400, 'The request does not follow the contract of the Send Email Hook.');
  }
  try {
    for (const { to, mail } of authMails(parsed.data))
      await sendMail({ ...mail, to, timeoutMs: SEND_TIMEOUT_MS });
    return Response.json({});
  } catch (thrown) {
    if (!(thrown instanceof AppError)) {
      log().error(
        { error: thrown instanceof Error ? thrown.stack : String(thrown) },
        'fault in the send-email hook',
      );
      return refuse(500, 'The mail could not be written.');
    }
    return refuse(503, thrown.message, { 'retry-after': '2' });
  }
}

function verify(body: string, headers: Headers): unknown {
  const secret = env().SEND_EMAIL_HOOK_SECRET.replace(/^v1,/, '');
  try {
    return new Webhook(secret).verify(body, Object.fromEntries(headers));
  } catch (thrown) {
    // A signed body that is no JSON is as little Auth's as one that is not signed.
    if (thrown instanceof WebhookVerificationError || thrown instanceof SyntaxError) return undefined;
    throw thrown;
  }
}

/** The body byte for byte, as it was signed; null when it is too large. */
async function readBody(request: Request): Promise<string | null> {
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const chunk of request.body ?? []) {
    sizeBytes += chunk.byteLength;
    if (sizeBytes > MAX_BODY_BYTES) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function refuse(status: number, message: string, headers: Record<string, string> = {}): Response {
  return Response.json({ error: { http_code: status, message } }, { status, headers });
}
