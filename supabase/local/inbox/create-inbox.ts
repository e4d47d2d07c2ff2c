import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';

import type { Service } from '../context.ts';
import type { MailStore, MailSummary } from './mail-store.ts';
import { listPage, mailPage, missingPage } from './pages.ts';
import { readMail } from './read-mail.ts';

const PAGE_POLICY =
  "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src data:; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
// The mail itself: styles and the pictures it brought, nothing from outside (a tracking pixel is a request, too).
const MAIL_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; form-action 'none'; base-uri 'none'; frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox";

const ASSETS: Record<string, string> = {
  'inbox.css': 'text/css; charset=utf-8',
  'inbox.js': 'text/javascript; charset=utf-8',
};

type Answer = { status: number; type: string; body: string | Buffer; policy?: string };

const page = (body: string, status = 200): Answer => ({ status, type: 'text/html; charset=utf-8', body });
const json = (value: unknown, status = 200): Answer => ({
  status,
  type: 'application/json; charset=utf-8',
  body: JSON.stringify(value),
});

/**
 * Whether a request names this machine itself as its host. A page elsewhere whose name was made to resolve to
 * 127.0.0.1 (DNS rebinding) sends its own name and learns nothing.
 */
export function isOwnHost(host: string | undefined, port: number): boolean {
  return host !== undefined && ['localhost', '127.0.0.1', '[::1]'].some((name) => host === `${name}:${port}`);
}

// A form elsewhere could post here: browsers say so. (Programs send neither header.)
function isSameOrigin(req: IncomingMessage): boolean {
  const { origin } = req.headers;
  const site = req.headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin';
  return origin === undefined || origin === `http://${req.headers.host ?? ''}`;
}

function send(req: IncomingMessage, res: ServerResponse, answer: Answer): void {
  res.writeHead(answer.status, {
    'content-type': answer.type,
    'content-length': Buffer.byteLength(answer.body),
    'content-security-policy': answer.policy ?? PAGE_POLICY,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': 'no-store',
  });
  res.end(req.method === 'HEAD' ? undefined : answer.body);
}

function openLinksOutside(html: string): string {
  const base = '<base target="_blank">';
  // Before a doctype it would switch the browser to quirks mode.
  return /<head\b[^>]*>/i.test(html) ? html.replace(/<head\b[^>]*>/i, (head) => head + base) : base + html;
}

async function details(store: MailStore, mail: MailSummary): Promise<Answer> {
  const raw = await store.raw(mail.id);
  if (raw === null) return json({ error: 'not found' }, 404);
  return json({ ...mail, ...(await readMail(raw)), from: mail.from, subject: mail.subject });
}

async function view(store: MailStore, mail: MailSummary, part: string): Promise<Answer> {
  const raw = await store.raw(mail.id);
  if (raw === null) return page(missingPage(), 404);
  if (part === 'raw') return { status: 200, type: 'text/plain; charset=utf-8', body: raw };
  const content = await readMail(raw);
  if (part === '') return page(mailPage(mail, content));
  if (part === 'html' && content.html !== null) {
    return { ...page(openLinksOutside(content.html)), policy: MAIL_POLICY };
  }
  return page(missingPage(), 404);
}

async function api(store: MailStore, req: IncomingMessage, path: string, url: URL): Promise<Answer> {
  if (path === '/messages' && req.method === 'DELETE') {
    if (!isSameOrigin(req)) return json({ error: 'cross-origin' }, 403);
    await store.clear();
    return json({ messages: [] });
  }
  if (req.method !== 'GET' && req.method !== 'HEAD') return json({ error: 'method not allowed' }, 405);
  if (path === '/messages') {
    const to = url.searchParams.get('to')?.toLowerCase();
    const messages = store.list().filter((mail) => to === undefined || mail.to.includes(to));
    return json({ messages });
  }
  const mail = store.find(path.replace(/^\/messages\//, ''));
  return mail === undefined ? json({ error: 'not found' }, 404) : await details(store, mail);
}

async function route(store: MailStore, req: IncomingMessage, url: URL): Promise<Answer | 'see list'> {
  const path = url.pathname.replace(/^\/inbox/, '').replace(/\/$/, '');
  if (path.startsWith('/api/')) return await api(store, req, path.slice(4), url);
  if (path === '/clear' && req.method === 'POST') {
    if (!isSameOrigin(req)) return page(missingPage(), 403);
    await store.clear();
    return 'see list';
  }
  if (req.method !== 'GET' && req.method !== 'HEAD') return page(missingPage(), 405);
  if (path === '') {
    const search = (url.searchParams.get('to') ?? '').trim();
    const wanted = search.toLowerCase();
    const mails = store.list().filter(({ to }) => to.some((address) => address.includes(wanted)));
    return page(listPage(mails, search));
  }
  const asset = path.replace(/^\/assets\//, '');
  const type = Object.hasOwn(ASSETS, asset) ? ASSETS[asset] : undefined;
  if (type !== undefined) {
    return { status: 200, type, body: await readFile(join(import.meta.dirname, 'assets', asset)) };
  }
  const [, id, part = ''] = /^\/messages\/([^/]+)(?:\/(html|raw))?$/.exec(path) ?? [];
  const mail = id === undefined ? undefined : store.find(id);
  return mail === undefined ? page(missingPage(), 404) : await view(store, mail, part);
}

/**
 * The inbox under `/inbox`: pages for people, `/inbox/api/messages[?to=address]` and `/inbox/api/messages/:id` for
 * tests. Needs no key; answers only to its own host name and port, to no other origin.
 */
export function createInbox(store: MailStore): Service {
  return {
    handle: async (req, res, url) => {
      if (!isOwnHost(req.headers.host, req.socket.localPort ?? 0)) {
        send(req, res, { status: 421, type: 'text/plain; charset=utf-8', body: 'Unknown host\n' });
        return;
      }
      const found = await route(store, req, url);
      if (found === 'see list') res.writeHead(303, { location: '/inbox' }).end();
      else send(req, res, found);
    },
    stop: async () => {
      await Promise.resolve();
    },
  };
}
