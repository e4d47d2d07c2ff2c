import type { IncomingMessage, ServerResponse } from 'node:http';

import { ChannelRights } from './channel-rights.ts';
import type { Core } from './core.ts';
import { readBody, sendEmpty, sendJson } from './http-body.ts';
import { payloadFits } from './limits.ts';
import { readBatch } from './rest-batch.ts';
import type { RestMessage } from './rest-batch.ts';
import { RightsUnknown } from './rights.ts';
import { TokenRefused } from './token-refused.ts';
import type { Claims } from './tokens.ts';

/** The hosted server whose behaviour this one follows; told as `info.version`, as there, and by ping, unlike there. */
const version = '2.129.8+parley';
const prefix = '/realtime/v1';
const unknownRights: Record<RightsUnknown['reason'], string> = {
  policy: 'RLS policy error',
  cancelled: 'Query canceled',
  partition: 'Missing messages partition',
  database: 'Tenant database unavailable',
};

/**
 * The REST side: `GET api/ping`, `GET api/openapi` (the version), `POST api/broadcast` (a batch) and
 * `POST api/broadcast/<topic>/events/<event>` (one message, JSON or binary).
 */
export async function handleHttp(
  core: Core,
  req: IncomingMessage,
  res: ServerResponse,
  url: URL,
): Promise<void> {
  const path = url.pathname.slice(prefix.length);
  if (req.method === 'GET' && path === '/api/ping')
    return sendJson(res, 200, { message: 'Success', version });
  if (req.method === 'GET' && path === '/api/openapi') {
    return sendJson(res, 200, { openapi: '3.0.0', info: { title: 'Realtime', version }, paths: {} });
  }
  const single = /^\/api\/broadcast\/([^/]+)\/events\/([^/]+)$/.exec(path);
  if (req.method !== 'POST' || (path !== '/api/broadcast' && single === null)) {
    return sendJson(res, 404, { message: 'not found' });
  }
  const claims = await callerOf(core, req);
  if (claims === null) return sendJson(res, 401, { message: 'Unauthorized' });
  const body = await readBody(req);
  if (body === null) return sendJson(res, 413, { message: 'Request Entity Too Large' });
  if (single === null) return broadcastBatch(core, res, claims, body);
  const [, topic = '', event = ''] = single;
  return broadcastOne(core, res, claims, { topic, event, body, req, url });
}

async function broadcastBatch(core: Core, res: ServerResponse, claims: Claims, body: Buffer): Promise<void> {
  const batch = readBatch(body, core.limits);
  if ('errors' in batch) return sendJson(res, 422, { errors: batch.errors });
  const rate = core.rates.messages.average;
  if (rate > core.limits.messagesPerSecond) {
    return sendJson(res, 429, { message: 'You have exceeded your rate limit' });
  }
  if (rate + batch.messages.length > core.limits.messagesPerSecond) {
    return sendJson(res, 429, { message: 'Too many messages to broadcast, please reduce the batch size' });
  }
  const allowed = new Map<string, boolean>();
  for (const message of batch.messages) {
    if (!message.private) continue;
    // Refused private messages vanish; the answer stays 202, as hosted.
    const known = allowed.get(message.topic);
    if (known === undefined)
      allowed.set(message.topic, (await mayWrite(core, claims, message.topic)) === true);
  }
  for (const message of batch.messages) {
    if (!message.private || allowed.get(message.topic) === true) publish(core, message);
  }
  return sendEmpty(res, 202);
}

async function broadcastOne(
  core: Core,
  res: ServerResponse,
  claims: Claims,
  request: { topic: string; event: string; body: Buffer; req: IncomingMessage; url: URL },
): Promise<void> {
  const topic = decodePath(request.topic);
  const event = decodePath(request.event);
  const contentType = (request.req.headers['content-type'] ?? '').split(';')[0]?.trim();
  const binary = contentType === 'application/octet-stream';
  if (!binary && contentType !== 'application/json') {
    return sendJson(res, 415, { message: 'Unsupported Media Type' });
  }
  if (topic === null || event === null) return sendJson(res, 400, { message: 'Bad Request' });
  if (!binary && !isJson(request.body)) return sendJson(res, 400, { message: 'Bad Request' });
  if (!payloadFits(core.limits, request.body.length)) {
    return sendJson(res, 422, { errors: { payload: ['Payload size exceeds tenant limit'] } });
  }
  if (core.rates.messages.average >= core.limits.messagesPerSecond) {
    return sendJson(res, 429, { message: 'You have exceeded your rate limit' });
  }
  const isPrivate = request.url.searchParams.get('private') === 'true';
  if (isPrivate) {
    const allowed = await mayWrite(core, claims, topic);
    if (allowed instanceof RightsUnknown)
      return sendJson(res, 422, { message: unknownRights[allowed.reason] });
    if (!allowed) return sendJson(res, 403, { message: 'Unauthorized' });
  }
  core.rates.messages.add(1);
  const found = core.hub.find(topic, isPrivate);
  const encoding = binary ? 'binary' : 'json';
  if (found) core.hub.broadcast(found, { event, encoding, body: request.body, meta: null }, null);
  return sendEmpty(res, 202);
}

function publish(core: Core, message: RestMessage): void {
  core.rates.messages.add(1);
  const topic = core.hub.find(message.topic, message.private);
  const { event, payload } = message;
  if (topic) core.hub.broadcast(topic, { json: JSON.stringify({ type: 'broadcast', event, payload }) }, null);
}

async function mayWrite(core: Core, claims: Claims, topic: string): Promise<boolean | RightsUnknown> {
  const rights = new ChannelRights(core.rights, { topic, claims, headers: {} });
  try {
    await rights.askWrite();
    return rights.canWrite('broadcast') === true;
  } catch (error) {
    if (!(error instanceof RightsUnknown)) throw error;
    core.log('warn', 'realtime: a broadcast was not authorised', { topic, error: error.message });
    return error;
  }
}

/** Claims of the bearer token, else of the API key; null when neither holds. */
async function callerOf(core: Core, req: IncomingMessage): Promise<Claims | null> {
  const bearer = /^bearer (.+)$/i.exec(req.headers.authorization ?? '')?.[1];
  const apiKey = req.headers['apikey'];
  const token = bearer ?? (typeof apiKey === 'string' ? apiKey : null);
  if (token === null) return null;
  try {
    return await core.tokens.verify(token);
  } catch (error) {
    if (error instanceof TokenRefused) return null;
    throw error;
  }
}

function decodePath(part: string): string | null {
  try {
    return decodeURIComponent(part);
  } catch {
    return null;
  }
}

function isJson(body: Buffer): boolean {
  try {
    JSON.parse(body.toString('utf8'));
    return true;
  } catch {
    return false;
  }
}
