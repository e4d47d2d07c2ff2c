import { NextResponse, type NextRequest } from 'next/server';

import { cookieNames, sessionCookie } from '@/lib/core/auth/cookie-names';
import { needsRefresh, refreshSession } from '@/lib/core/auth/refresh';
import { env } from '@/lib/core/env';
import { securityHeaders } from '@/lib/core/http/security-headers';

/**
 * Pages whose address holds a secret: nothing of it leaves in a Referer header. Not `no-referrer`, under which a form
 * without JavaScript posts `Origin: null` and is refused.
 */
const TOKEN_PAGES = /^\/(?:auth|invite)\//;

/**
 * Before every page and API call: a request id, the address asked for, the security headers with a fresh nonce, and a
 * session that is not about to end. It never authorises; that is done where data is read.
 */
export async function proxy(request: NextRequest): Promise<NextResponse> {
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64');
  const headers = new Headers(request.headers);
  const isHttps = env().APP_URL.startsWith('https:');
  const secured = securityHeaders(
    nonce,
    env().SUPABASE_PUBLIC_URL,
    isHttps,
    env().NODE_ENV === 'development',
  );
  headers.set('x-nonce', nonce);
  headers.set('content-security-policy', secured['content-security-policy']);
  headers.set('x-request-id', crypto.randomUUID());
  headers.set('x-address', `${request.nextUrl.pathname}${request.nextUrl.search}`);

  const renewed = await renewSession(request, headers);
  const response = NextResponse.next({ request: { headers } });
  for (const [name, value] of Object.entries(secured)) response.headers.set(name, value);
  if (TOKEN_PAGES.test(request.nextUrl.pathname)) response.headers.set('referrer-policy', 'strict-origin');
  if (renewed.length > 0) {
    response.headers.set('cache-control', 'private, no-store');
    for (const cookie of renewed) response.cookies.set(cookie);
  }
  return response;
}

/** Renews the session of the request where needed: in the headers passed on, and as cookies to set. */
async function renewSession(request: NextRequest, headers: Headers) {
  const names = cookieNames();
  const refreshToken = request.cookies.get(names.refresh)?.value;
  if (!refreshToken || !needsRefresh(request.cookies.get(names.access)?.value)) return [];
  const result = await refreshSession(refreshToken);
  if (result === 'unavailable') return [];
  const isOver = result === 'ended';
  const cookies = [
    { ...sessionCookie('access', isOver ? '' : result.access_token), ...(isOver ? { maxAge: 0 } : {}) },
    { ...sessionCookie('refresh', isOver ? '' : result.refresh_token), ...(isOver ? { maxAge: 0 } : {}) },
  ];
  for (const { name, value } of cookies) {
    if (isOver) request.cookies.delete(name);
    else request.cookies.set(name, value);
  }
  headers.set('cookie', request.cookies.toString());
  return cookies;
}

// Past it goes only what lies in public/ and in the build (a page whose address ends like a file is a page all the same),
// and the API's callers with an access token: they have no cookies to renew and no page to protect.
export const config = {
  matcher: [
    '/((?!api/v1/|_next/static/|_next/image/|vendor/|sounds/|icon\\.svg$|favicon\\.ico$).*)',
    { source: '/api/v1/:path*', missing: [{ type: 'header', key: 'authorization', value: '[Bb]earer .*' }] },
  ],
};
