import type { IncomingMessage } from 'node:http';

import { type Answer, json } from './answer.ts';
import type { MailSummary } from './mail-files.ts';
import { readFilter } from './mail-search.ts';
import type { MailStore } from './mail-store.ts';
import { isSameOrigin } from './own-host.ts';
import { readMail } from './read-mail.ts';

/**
 * The inbox for tests: `GET messages[?to=&subject=&q=&since=]`, `GET messages/:id` with text, HTML, links, headers and
 * attachments; `DELETE messages` and `DELETE messages/:id`.
 * @param path below `/inbox/api`
 */
export async function answerApi(
  store: MailStore,
  req: IncomingMessage,
  path: string,
  url: URL,
): Promise<Answer> {
  const [, id] = /^\/messages(?:\/([^/]+))?$/.exec(path) ?? [path];
  if (id === path) return json({ error: 'not found' }, 404);
  if (req.method === 'DELETE') {
    return isSameOrigin(req) ? await remove(store, id) : json({ error: 'cross-origin' }, 403);
  }
  if (req.method !== 'GET' && req.method !== 'HEAD') return json({ error: 'method not allowed' }, 405);
  if (id === undefined) return json({ messages: store.search(readFilter(url.searchParams)) });
  const mail = store.find(id);
  return mail === undefined ? json({ error: 'not found' }, 404) : await details(store, mail);
}

async function remove(store: MailStore, id: string | undefined): Promise<Answer> {
  if (id === undefined) await store.clear();
  else if (!(await store.remove(id))) return json({ error: 'not found' }, 404);
  return json({ messages: store.list() });
}

async function details(store: MailStore, mail: MailSummary): Promise<Answer> {
  const raw = await store.raw(mail.id);
  if (raw === null) return json({ error: 'not found' }, 404);
  return json({ ...mail, ...(await readMail(raw)), from: mail.from, subject: mail.subject });
}
