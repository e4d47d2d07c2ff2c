import type { IncomingMessage } from 'node:http';

import { z } from 'zod';

import type { Service, StackKeys } from '../context.ts';
import { carriesSecretKey } from '../gateway/api-key.ts';
import { replyJson } from '../gateway/reply.ts';
import type { Realtime } from './create-realtime.ts';
import { readBody } from './http-body.ts';

const settingsSchema = z.strictObject({
  stream: z.enum(['flowing', 'stalled', 'down']).optional(),
  presenceDelayMs: z.number().int().min(0).max(60_000).optional(),
  refuseJoinsOf: z.string().nullable().optional(),
});
const dropSchema = z.strictObject({ topic: z.string().min(1).optional() });

type Answer = { status: number; body: Record<string, unknown> };

/**
 * The fault switches for tests in another process: `GET`, `PATCH` and `DELETE` on the prefix read, change and reset
 * them; `POST …/drop-sockets {topic?}` and `POST …/kill-stream` strike once. Mounted only when asked for, and only
 * who has the secret key is answered.
 */
export function createFaultEndpoint(prefix: string, realtime: Realtime, keys: StackKeys): Service {
  const { faults } = realtime;
  const current = (): Answer => ({ status: 200, body: { ...faults.settings, ...realtime.status() } });

  async function answer(req: IncomingMessage, path: string): Promise<Answer> {
    if (!carriesSecretKey(req.headers, keys)) return { status: 401, body: { message: 'Unauthorized' } };
    switch (`${req.method ?? ''} ${path}`) {
      case 'GET ':
        return current();
      case 'DELETE ':
        faults.reset();
        return current();
      case 'PATCH ': {
        const change = settingsSchema.safeParse(await jsonOf(req));
        if (!change.success) return invalid(change.error);
        faults.set(change.data);
        return current();
      }
      case 'POST /kill-stream':
        faults.killStream();
        return current();
      case 'POST /drop-sockets': {
        const wanted = dropSchema.safeParse(await jsonOf(req));
        if (!wanted.success) return invalid(wanted.error);
        return { status: 200, body: { dropped: faults.dropSockets(wanted.data.topic) } };
      }
      default:
        return { status: 404, body: { message: 'not found' } };
    }
  }

  return {
    async handle(req, res, url) {
      const { status, body } = await answer(req, url.pathname.slice(prefix.length));
      replyJson(res, status, body);
    },
    stop: () => Promise.resolve(),
  };
}

function invalid(error: z.ZodError): Answer {
  return { status: 400, body: { message: z.prettifyError(error) } };
}

/** Nothing counts as an empty object; null is no JSON. */
async function jsonOf(req: IncomingMessage): Promise<unknown> {
  const text = (await readBody(req))?.toString('utf8') ?? '';
  if (text === '') return {};
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return null;
  }
}
