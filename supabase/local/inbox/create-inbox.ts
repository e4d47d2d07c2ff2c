import { readFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';

import type { Service } from '../context.ts';
import { type Answer, MAIL_POLICY, page, send } from './answer.ts';
import { answerApi } from './inbox-api.ts';
import type { MailSummary } from './mail-files.ts';
import { wordsOf } from './mail-search.ts';
import type { MailStore } from './mail-store.ts';
import { isOwnHost, isSameOrigin } from './own-host.ts';
import { listPage, mailPage, missingPage } from './pages.ts';
import { readAttachment, readMail } from './read-mail.ts';

const ASSETS: Record<string, string> = {
  'inbox.css': 'text/css; charset=utf-8',
  'inbox.js': 'text/javascript; charset=utf-8',
};
const MAIL_PATH = /^\/messages\/([^/]+)(?:\/(html|raw|attachments\/(\d+)))?$/;

function openLinksOutside(html: string): string {
  const base = '<base target="_blank">';
  // Before a doctype it would switch the browser to quirks mode.
  return /<head\b[^>]*>/i.test(html) ? html.replace(/<head\b[^>]*>/i, (head) => head + base) : base + html;
}

async function attachment(raw: Buffer, index: number): Promise<Answer> {
  const found = await readAttachment(raw, index);
  if (found === null) return page(missingPage(), 404);
  // Its type is what a stranger claims: it is kept, never shown.
  return { status: 200, type: 'application/octet-stream', body: found.bytes, saveAs: found.name };
}

async function view(store: MailStore, mail: MailSummary, part: string, index: string): Promise<Answer> {
  const raw = await store.raw(mail.id);
  if (raw === null) return page(missingPage(), 404);
  if (part === 'raw') return { status: 200, type: 'text/plain; charset=utf-8', body: raw };
  if (index !== '') return await attachment(raw, Number(index));
  const content = await readMail(raw);
  if (part === '') return page(mailPage(mail, content));
  if (part === 'html' && content.html !== null) {
    return { ...page(openLinksOutside(content.html)), policy: MAIL_POLICY };
  }
  return page(missingPage(), 404);
}

function list(store: MailStore, url: URL): Answer {
  const search = (url.searchParams.get('q') ?? '').trim();
  return page(listPage(store.search({ words: wordsOf(search) }), search));
}

async function route(store: MailStore, req: IncomingMessage, url: URL): Promise<Answer | 'see list'> {
  const path = url.pathname.replace(/^\/inbox/, '').replace(/\/$/, '');
  if (path.startsWith('/api/')) return await answerApi(store, req, path.slice('/api'.length), url);
  if (path === '/clear' && req.method === 'POST') {
    if (!isSameOrigin(req)) return page(missingPage(), 403);
    await store.clear();
    return 'see list';
  }
  if (req.method !== 'GET' && req.method !== 'HEAD') return page(missingPage(), 405);
  if (path === '') return list(store, url);
  const asset = path.replace(/^\/assets\//, '');
  const type = Object.hasOwn(ASSETS, asset) ? ASSETS[asset] : undefined;
  if (type !== undefined) {
    return { status: 200, type, body: await readFile(join(import.meta.dirname, 'assets', asset)) };
  }
  const [, id, part = '', index = ''] = MAIL_PATH.exec(path) ?? [];
  const mail = id === undefined ? undefined : store.find(id);
  return mail === undefined ? page(missingPage(), 404) : await view(store, mail, part, index);
}

/**
 * The inbox under `/inbox`: pages for people, and `/inbox/api` for tests. Needs no key; answers only to its own host
 * name and port, to no other origin.
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
