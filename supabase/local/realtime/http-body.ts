import type { IncomingMessage, ServerResponse } from 'node:http';

/** As large as the hosted server reads. */
const maxBodyBytes = 8_000_000;

/** The whole body; null when it is too large. */
export async function readBody(req: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of req) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size <= maxBodyBytes) chunks.push(bytes);
    else if (size > 4 * maxBodyBytes) return null;
  }
  return size > maxBodyBytes ? null : Buffer.concat(chunks);
}

export function sendJson(res: ServerResponse, status: number, body: unknown): void {
  res.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
  res.end(JSON.stringify(body));
}

export function sendEmpty(res: ServerResponse, status: number): void {
  res.writeHead(status);
  res.end();
}
