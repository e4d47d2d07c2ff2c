/**
 * Whether a cookie-bearing request comes from our own pages (Fetch Metadata, RFC 6454 Origin).
 * Reads without an Origin header are let through unless the browser says that another site made them.
 */
export function isSameOrigin(method: string, headers: Headers): boolean {
  const site = headers.get('sec-fetch-site');
  if (site && site !== 'same-origin' && site !== 'none') return false;
  const origin = headers.get('origin');
  if (!origin) return method === 'GET' || method === 'HEAD' || site === 'same-origin';
  try {
    return new URL(origin).host === (headers.get('x-forwarded-host') ?? headers.get('host'));
  } catch {
    return false;
  }
}
