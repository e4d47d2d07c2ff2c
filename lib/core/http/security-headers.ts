/**
 * The headers of every page. Scripts run by nonce only (CSP level 3, strict-dynamic); connections go to ourselves and Supabase.
 * @param supabaseUrl http(s) address; its websocket is allowed too.
 */
export function securityHeaders(
  nonce: string,
  supabaseUrl: string,
  isHttps: boolean,
  isDevelopment: boolean,
) {
  const socketUrl = supabaseUrl.replace(/^http/, 'ws');
  const policy = [
    `default-src 'self'`,
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${isDevelopment ? ` 'unsafe-eval'` : ''}`,
    `style-src 'self' 'unsafe-inline'`,
    `img-src 'self' blob: data: ${supabaseUrl}`,
    `media-src 'self' blob:`,
    `font-src 'self'`,
    `connect-src 'self' ${supabaseUrl} ${socketUrl}`,
    `worker-src 'self' blob:`,
    `object-src 'none'`,
    `base-uri 'none'`,
    `form-action 'self'`,
    `frame-ancestors 'none'`,
    ...(isHttps ? ['upgrade-insecure-requests'] : []),
  ];
  return {
    'content-security-policy': policy.join('; '),
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'strict-origin-when-cross-origin',
    'permissions-policy':
      'camera=(self), microphone=(self), display-capture=(self), geolocation=(), payment=(), usb=(), browsing-topics=()',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    ...(isHttps ? { 'strict-transport-security': 'max-age=63072000; includeSubDomains' } : {}),
  };
}
