import type { IncomingMessage, ServerResponse } from 'node:http';

/** As large as the hosted server reads. */
const maxBodyBytes = 8_000_000;

/** The whole body; null as soon as it is too large. What still comes is then thrown away, so that the answer gets through. */
export async function readBody(req: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  // Left early, a plain `for await` would destroy the request, and its connection would never be read again.
  for await (const chunk of req.iterator({ destroyOnReturn: false })) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > maxBodyBytes) break;
    chunks.push(bytes);
  }
  if (size <= maxBodyBytes) return Buffer.concat(chunks);
  req.resume();
  return null;
}

export function sendJson(res: ServerResponse, status: number, body: unknown): void {
  res.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
  res.end(JSON.stringify(body));
}

export function sendEmpty(res: ServerResponse, status: number): void {
  res.writeHead(status);
  res.end();
}
