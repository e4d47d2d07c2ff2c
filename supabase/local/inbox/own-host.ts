import type { IncomingMessage } from 'node:http';

/**
 * Whether a request names this machine itself as its host. A page elsewhere whose name was made to resolve to
 * 127.0.0.1 (DNS rebinding) sends its own name and learns nothing.
 */
export function isOwnHost(host: string | undefined, port: number): boolean {
  return host !== undefined && ['localhost', '127.0.0.1', '[::1]'].some((name) => host === `${name}:${port}`);
}

/** False for a form or script elsewhere that posts here: browsers say so. (Programs send neither header.) */
export function isSameOrigin(req: IncomingMessage): boolean {
  const { origin } = req.headers;
  const site = req.headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin';
  return origin === undefined || origin === `http://${req.headers.host ?? ''}`;
}
