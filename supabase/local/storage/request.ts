import type { IncomingMessage, ServerResponse } from 'node:http';

import { z } from 'zod';

import type { Caller } from './caller.ts';
import type { RequestFacts } from './database.ts';
import { invalidInput, StorageError } from './errors.ts';

/** What routes see of a request. */
export type StorageRequest = {
  message: IncomingMessage;
  /** Can be read once. */
  body: AsyncGenerator<Buffer>;
  response: ServerResponse;
  query: URLSearchParams;
  caller: Caller;
  facts: RequestFacts;
  /** The parts of the path that the route names, decoded; the name of an object is `*`. */
  bucket: string;
  name: string;
};

const MAX_JSON_BYTES = 1 << 20;

export const headerOf = (message: IncomingMessage, name: string): string | undefined => {
  const value = message.headers[name];
  return Array.isArray(value) ? value[0] : value;
};

async function readText(body: AsyncGenerator<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > MAX_JSON_BYTES) {
      throw new StorageError('EntityTooLarge', 413, 'Request body is too large', {
        error: 'FastifyError',
        httpStatus: 413,
      });
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function wordsOf(issue: z.core.$ZodIssue | undefined): string {
  const path = issue?.path.map((part) => `/${String(part)}`).join('') ?? '';
  if (issue?.code === 'invalid_type' && issue.message.endsWith('received undefined')) {
    return `body must have required property '${path.slice(1)}'`;
  }
  return `body${path} ${issue?.message ?? 'is invalid'}`;
}

/** Parses the body as JSON; what is none, or of another shape, is `InvalidRequest` (400). */
export async function readJson<T extends z.ZodType>(request: StorageRequest, schema: T): Promise<z.infer<T>> {
  const text = await readText(request.body);
  let value: unknown;
  try {
    value = JSON.parse(text === '' ? '{}' : text);
  } catch {
    throw invalidInput("Body is not valid JSON but content-type is set to 'application/json'");
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw invalidInput(wordsOf(parsed.error.issues[0]));
  return parsed.data;
}

const jsonObject = z.record(z.string(), z.unknown());

/** People's own metadata; anything but a JSON object counts as none, as hosted. */
export function parseUserMetadata(json: string | null | undefined): Record<string, unknown> | null {
  if (json === null || json === undefined) return null;
  try {
    const parsed = jsonObject.safeParse(JSON.parse(json));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

/** The header `x-metadata`: JSON in base64. */
export function userMetadataOf(message: IncomingMessage): Record<string, unknown> | null {
  const header = headerOf(message, 'x-metadata');
  return header === undefined ? null : parseUserMetadata(Buffer.from(header, 'base64').toString('utf8'));
}
