import { z } from 'zod';

import { payloadFits } from './limits.ts';
import type { Limits } from './limits.ts';

const messageSchema = z.object({
  topic: z.string().min(1),
  event: z.string().min(1),
  payload: z.record(z.string(), z.unknown()),
  private: z
    .boolean()
    .nullish()
    .transform((value) => value ?? false),
});
const batchSchema = z.object({ messages: z.array(messageSchema) });

export type RestMessage = z.infer<typeof messageSchema>;

/** The messages of a batch; one that is malformed or too large refuses all of them. */
export function readBatch(body: Buffer, limits: Limits): { messages: RestMessage[] } | { errors: unknown } {
  const parsed = batchSchema.safeParse(parseBody(body));
  if (!parsed.success) return { errors: z.flattenError(parsed.error).fieldErrors };
  const { messages } = parsed.data;
  const tooLarge = messages.some(
    ({ payload }) => !payloadFits(limits, Buffer.byteLength(JSON.stringify(payload))),
  );
  return tooLarge ? { errors: { messages: ['Payload size exceeds tenant limit'] } } : { messages };
}

function parseBody(body: Buffer): unknown {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    return value;
  } catch {
    return null;
  }
}
