import type { StorageStack } from './storage-stack.ts';

type Told = { status: number; headers: Headers; text: string };

/** Speaks TUS 1.0 as tus-js-client does, one request at a time. */
export type TusClient = {
  /** `length` null: told later. `more` adds or replaces headers. */
  create(
    metadata: Record<string, string>,
    length: number | null,
    more?: Record<string, string>,
    body?: BodyInit,
  ): Promise<Told & { url: string }>;
  patch(url: string, offset: number, body: BodyInit, more?: Record<string, string>): Promise<Told>;
  head(url: string): Promise<Told & { offset: number }>;
  cancel(url: string): Promise<Told>;
};

export const octets = { 'content-type': 'application/offset+octet-stream' };

export function encodeMetadata(metadata: Record<string, string>): string {
  return Object.entries(metadata)
    .map(([key, value]) => `${key} ${Buffer.from(value).toString('base64')}`)
    .join(',');
}

// An upload's address outlives a restart, a test's port does not.
const pathOf = (url: string): string => new URL(url).pathname.replace('/storage/v1', '');

export function tusClient(
  stack: Pick<StorageStack, 'request'>,
  auth: Record<string, string>,
  endpoint = '/upload/resumable',
): TusClient {
  const ask = async (path: string, method: string, headers: Record<string, string>, body?: BodyInit) => {
    const answer = await stack.request(path, {
      method,
      headers: { 'tus-resumable': '1.0.0', ...auth, ...headers },
      ...(body === undefined ? {} : { body }),
    });
    return { status: answer.status, headers: answer.headers, text: await answer.text() };
  };
  return {
    async create(metadata, length, more = {}, body) {
      const size: Record<string, string> =
        length === null ? { 'upload-defer-length': '1' } : { 'upload-length': String(length) };
      const told = await ask(
        endpoint,
        'POST',
        { ...size, 'upload-metadata': encodeMetadata(metadata), ...more },
        body,
      );
      return { ...told, url: told.headers.get('location') ?? '' };
    },
    patch: async (url, offset, body, more = {}) =>
      await ask(pathOf(url), 'PATCH', { ...octets, 'upload-offset': String(offset), ...more }, body),
    async head(url) {
      const told = await ask(pathOf(url), 'HEAD', {});
      return { ...told, offset: Number(told.headers.get('upload-offset') ?? Number.NaN) };
    },
    cancel: async (url) => await ask(pathOf(url), 'DELETE', {}),
  };
}
