import { decodeJwt } from 'jose';
import { z } from 'zod';

import { query } from '../command';
import { endpoint } from '../http/endpoint';

/**
 * The caller's own access token, for the realtime socket: pages keep it in memory only, since cookies hide it from scripts.
 */
const getRealtimeToken = query({
  name: 'realtime.get-token',
  summary: 'Get your access token for realtime subscriptions.',
  scope: 'person',
  input: z.object({}),
  output: z.object({ token: z.string(), expiresAt: z.iso.datetime() }),
  rate: { burst: 120, periodS: 60 },
  run: async ({ person }) => {
    const expiresAt = new Date((decodeJwt(person.token).exp ?? 0) * 1000).toISOString();
    return { token: person.token, expiresAt };
  },
});

export const realtimeEndpoints = [endpoint('post', '/realtime/token', 'Realtime', getRealtimeToken)];
