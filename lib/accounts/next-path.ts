const HERE = 'http://parley.invalid';
const MAX_LENGTH = 500;

/** Where nobody may be sent on: these pages ask for something themselves, or are no pages. */
const NOT_AFTER = /^\/(sign-in|sign-up|check-mail|forgot|reset-password|auth|api)(\/|$)/;

/** Where people go when no other place was asked for. */
export const HOME = '/w';

/**
 * The path of our own that a person wanted to reach, such as an invitation; HOME for everything else.
 * Never an open redirect: another host, scheme, or anything that browsers could read as one, is not taken.
 */
export function nextPath(wanted: unknown): string {
  if (typeof wanted !== 'string' || wanted.length > MAX_LENGTH) return HOME;
  // Browsers drop tabs and line ends, and read a backslash as a slash.
  if (!wanted.startsWith('/') || wanted.startsWith('//') || /[\\\p{Cc}]/u.test(wanted)) return HOME;
  const url = URL.parse(wanted, HERE);
  if (!url || url.origin !== HERE || url.pathname.startsWith('//') || NOT_AFTER.test(url.pathname))
    return HOME;
  return `${url.pathname}${url.search}${url.hash}`;
}

/** The same for a full address (as Auth's redirect_to is), which has to be on our own origin. */
export function nextPathOfUrl(address: string, appUrl: string): string {
  const url = URL.parse(address);
  if (!url || url.origin !== new URL(appUrl).origin) return HOME;
  return url.pathname === '/' ? HOME : nextPath(`${url.pathname}${url.search}${url.hash}`);
}

/** Adds `next` to one of our addresses, unless it is where people go anyway. */
export function withNext(path: string, next: string): string {
  if (next === HOME) return path;
  return `${path}${path.includes('?') ? '&' : '?'}next=${encodeURIComponent(next)}`;
}
