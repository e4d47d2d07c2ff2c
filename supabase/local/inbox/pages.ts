import type { MailSummary } from './mail-files.ts';
import { html, type Markup } from './markup.ts';
import type { MailContent } from './read-mail.ts';

function page(title: string, body: Markup): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title}</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/inbox/assets/inbox.css" />
        <script type="module" src="/inbox/assets/inbox.js"></script>
      </head>
      <body>
        ${body}
      </body>
    </html>`.markup;
}

function time(iso: string): Markup {
  const shown = iso.replace('T', ' ').slice(0, 19);
  return html`<time datetime="${iso}">${shown} UTC</time>`;
}

function subjectOf(subject: string): string {
  return subject.trim() === '' ? '(no subject)' : subject;
}

function attachmentNote(count: number): Markup {
  if (count === 0) return html``;
  return html` <span class="faint">${count === 1 ? '1 attachment' : `${count} attachments`}</span>`;
}

function row(mail: MailSummary): Markup {
  return html`<li>
    <a class="mail" href="/inbox/messages/${mail.id}">
      <span class="to">${mail.to.join(', ')}</span>
      ${time(mail.receivedAt)}
      <span class="subject">${subjectOf(mail.subject)}${attachmentNote(mail.attachmentCount)}</span>
      <span class="preview">${mail.preview}</span>
    </a>
  </li>`;
}

function noMail(search: string): Markup {
  return search === ''
    ? html`<p class="empty">
        No mail yet. Every mail that Parley sends on this machine arrives here, and nowhere else.
      </p>`
    : html`<p class="empty">No mail with “${search}”. <a href="/inbox">Show all</a></p>`;
}

/** The list, newest first; `search` is what was searched for, empty for everything. */
export function listPage(mails: readonly MailSummary[], search: string): string {
  const list =
    mails.length === 0
      ? noMail(search)
      : html`<ol class="mails">
          ${mails.map(row)}
        </ol>`;
  const count = mails.length === 1 ? '1 mail' : `${mails.length} mails`;
  return page(
    'Inbox · Parley',
    html`<header class="bar">
        <h1>Inbox</h1>
        <form class="search" role="search" action="/inbox" method="get">
          <label class="hidden" for="search">Words in address, subject or text</label>
          <input
            id="search"
            name="q"
            type="search"
            value="${search}"
            placeholder="Search mail"
            autocomplete="off"
          />
          <button type="submit">Search</button>
        </form>
        <form action="/inbox/clear" method="post">
          <button type="submit" class="quiet">Delete all</button>
        </form>
      </header>
      <main id="mails" data-newest="${mails[0]?.id ?? ''}">
        <p class="count" role="status">${count}</p>
        ${list}
      </main>`,
  );
}

function linkList(links: readonly string[]): Markup {
  if (links.length === 0) return html``;
  const items = links.map(
    (link) => html`<li><a href="${link}" target="_blank" rel="noopener noreferrer">${link}</a></li>`,
  );
  return html`<section aria-labelledby="links">
    <h2 id="links">Links</h2>
    <ul class="links">
      ${items}
    </ul>
  </section>`;
}

function attachmentList(mailId: string, attachments: MailContent['attachments']): Markup {
  if (attachments.length === 0) return html``;
  const items = attachments.map(
    ({ name, type, sizeBytes }, index) =>
      html`<li>
        <a href="/inbox/messages/${mailId}/attachments/${index}" download>${name}</a>
        <span class="faint">${type}, ${sizeBytes} bytes</span>
      </li>`,
  );
  return html`<section aria-labelledby="attachments">
    <h2 id="attachments">Attachments</h2>
    <ul class="links">
      ${items}
    </ul>
  </section>`;
}

function readableMail(mail: MailSummary, content: MailContent): Markup {
  const text = html`<pre class="text">${content.text}</pre>`;
  if (content.html === null) return text;
  // Without allow-scripts and allow-same-origin the mail can run nothing and reach nothing of this page.
  return html`<iframe
      class="html"
      title="The mail as it looks"
      sandbox="allow-popups allow-popups-to-escape-sandbox"
      src="/inbox/messages/${mail.id}/html"
    ></iframe>
    <details>
      <summary>As plain text</summary>
      ${text}
    </details>`;
}

/** One mail: as it looks, as text, its links and attachments. */
export function mailPage(mail: MailSummary, content: MailContent): string {
  return page(
    `${subjectOf(mail.subject)} · Inbox · Parley`,
    html`<header class="bar">
        <a class="back" href="/inbox">← Inbox</a>
        <a class="quiet" href="/inbox/messages/${mail.id}/raw">Source</a>
      </header>
      <main>
        <h1>${subjectOf(mail.subject)}</h1>
        <dl class="envelope">
          <dt>From</dt>
          <dd>${mail.from}</dd>
          <dt>To</dt>
          <dd>${mail.to.join(', ')}</dd>
          <dt>Received</dt>
          <dd>${time(mail.receivedAt)}</dd>
        </dl>
        ${readableMail(mail, content)} ${linkList(content.links)}
        ${attachmentList(mail.id, content.attachments)}
      </main>`,
  );
}

export function missingPage(): string {
  return page(
    'Not found · Inbox · Parley',
    html`<header class="bar"><a class="back" href="/inbox">← Inbox</a></header>
      <main><p class="empty">This mail is not here (any more).</p></main>`,
  );
}
