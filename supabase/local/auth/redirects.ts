/** `*` and `?` stop at `.` and `/`, `**` does not; `[abc]`, `[!abc]` and `{a,b}` as in a shell. */
export function globToRegExp(glob: string): RegExp {
  let source = '';
  let depth = 0;
  for (let i = 0; i < glob.length; i += 1) {
    const char = glob.charAt(i);
    if (char === '*' && glob.charAt(i + 1) === '*') {
      source += '.*';
      i += 1;
    } else if (char === '*') source += '[^./]*';
    else if (char === '?') source += '[^./]';
    else if (char === '[' && glob.includes(']', i)) {
      const end = glob.indexOf(']', i);
      const set = glob
        .slice(i + 1, end)
        .replaceAll('\\', '\\\\')
        .replaceAll('[', '\\[');
      source += set.startsWith('!') ? `[^${set.slice(1)}]` : `[${set.replace(/^\^/, '\\^')}]`;
      i = end;
    } else if (char === '{') {
      depth += 1;
      source += '(?:';
    } else if (char === '}' && depth > 0) {
      depth -= 1;
      source += ')';
    } else if (char === ',' && depth > 0) source += '|';
    else source += char.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&');
  }
  return new RegExp(`^${source}${')'.repeat(depth)}$`, 's');
}

function parse(url: string): URL | null {
  return URL.canParse(url) ? new URL(url) : null;
}

const loopbackNames = new Set(['localhost', '127.0.0.1', '[::1]']);
const isIp = (hostname: string) => /^\[.*\]$/.test(hostname) || /^\d{1,3}(\.\d{1,3}){3}$/.test(hostname);

/**
 * Whether a link may lead to `url`: the site itself (on loopback any port, RFC 8252 section 7.3), a loopback
 * address, or one of the allowed patterns. No other bare IP address.
 */
export function isRedirectAllowed(url: string, siteUrl: string, patterns: readonly string[]): boolean {
  // Control characters: no parser agrees with another on them, and Postgres keeps no NUL.
  if (/\p{Cc}/u.test(url)) return false;
  const target = parse(url);
  const site = parse(siteUrl);
  if (target === null || site === null) return false;
  const sameHost = target.protocol === site.protocol && target.hostname === site.hostname;
  if (sameHost && (target.port === site.port || loopbackNames.has(target.hostname))) return true;
  const isHttp = target.protocol === 'http:' || target.protocol === 'https:';
  // The raw text counts too: `http://2130706433/` parses to an address, `http://evil\@site/` to another host.
  const rawHost = /^https?:\/\/([^/?#]*)/i.exec(url)?.[1] ?? '';
  if (isIp(target.hostname)) {
    const isPlain = !isHttp || rawHost.replace(/:\d+$/, '').toLowerCase() === target.hostname;
    return isPlain && (target.hostname.startsWith('127.') || target.hostname === '[::1]');
  }
  if (isHttp && (!/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d+)?$/i.test(rawHost) || /^\d+$/.test(rawHost)))
    return false;
  const withoutFragment = url.split('#', 1)[0] ?? '';
  return patterns.some((pattern) => globToRegExp(pattern).test(withoutFragment));
}

/** The first of the candidates that is allowed, else the site. */
export function chooseRedirect(
  candidates: readonly (string | null | undefined)[],
  siteUrl: string,
  patterns: readonly string[],
): string {
  const allowed = candidates.find(
    (url) => typeof url === 'string' && isRedirectAllowed(url, siteUrl, patterns),
  );
  return allowed ?? siteUrl;
}

/** Puts values into the query, the fragment or both; the fragment carries `sb` as hosted marks its redirects. */
export function redirectWith(
  url: string,
  parts: { query?: Record<string, string>; fragment?: Record<string, string> },
): string {
  const target = new URL(url);
  for (const [key, value] of Object.entries(parts.query ?? {})) target.searchParams.set(key, value);
  if (parts.fragment) {
    const fragment = new URLSearchParams({ ...parts.fragment, sb: '' });
    fragment.sort();
    target.hash = fragment.toString();
  }
  return target.toString();
}
