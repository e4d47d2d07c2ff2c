import PostalMime, { type Address, type Attachment } from 'postal-mime';

export type MailContent = {
  subject: string;
  /** As the message's own header says; the envelope may name others. */
  from: string;
  text: string;
  html: string | null;
  /** Every http(s) address in the HTML and the text, once each, in order. */
  links: string[];
  attachments: { name: string; type: string; sizeBytes: number }[];
  headers: { name: string; value: string }[];
};

/** One attachment of a mail, in the order in which it lists them; null when there are fewer. */
export async function readAttachment(
  raw: Uint8Array,
  index: number,
): Promise<{ name: string; bytes: Uint8Array } | null> {
  const { attachments } = await PostalMime.parse(raw);
  const attachment = attachments[index];
  if (attachment === undefined) return null;
  return { name: nameOf(attachment), bytes: bytesOf(attachment) };
}

const nameOf = (attachment: Attachment): string => attachment.filename ?? 'unnamed';

function bytesOf({ content }: Attachment): Uint8Array {
  return typeof content === 'string' ? Buffer.from(content, 'utf8') : new Uint8Array(content);
}

function addressText(address: Address | undefined): string {
  if (address === undefined) return '';
  if (address.address === undefined) return address.name;
  return address.name === '' ? address.address : `${address.name} <${address.address}>`;
}

const ENTITIES: Record<string, string> = {
  '&amp;': '&',
  '&quot;': '"',
  '&#39;': "'",
  '&#x27;': "'",
  '&lt;': '<',
  '&gt;': '>',
  '&#x3D;': '=',
};

function decodeEntities(text: string): string {
  return text.replace(/&(?:amp|quot|lt|gt|#39|#x27|#x3D);/gi, (entity) => ENTITIES[entity] ?? entity);
}

/** The http(s) addresses in a mail. */
export function findLinks(html: string | null, text: string): string[] {
  const fromHtml = [...(html ?? '').matchAll(/<a\b[^>]*?\shref\s*=\s*(?:"([^"]*)"|'([^']*)')/gi)].map(
    (match) => decodeEntities(match[1] ?? match[2] ?? '').trim(),
  );
  const fromText = [...text.matchAll(/https?:\/\/[^\s<>"')\]]+/gi)].map(([link]) =>
    link.replace(/[.,;:!?]+$/, ''),
  );
  return [...new Set([...fromHtml, ...fromText])].filter((link) => /^https?:\/\//i.test(link));
}

function textOf(html: string): string {
  const withoutHidden = html.replace(/<(style|script|head)\b[\s\S]*?<\/\1>/gi, ' ');
  return decodeEntities(withoutHidden.replace(/<[^>]+>/g, ' '))
    .replace(/&nbsp;/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

function dataUri(attachment: Attachment): string {
  return `data:${attachment.mimeType};base64,${Buffer.from(bytesOf(attachment)).toString('base64')}`;
}

// The page that shows the HTML may load nothing, so pictures that came along are put into it.
function inlineImages(html: string, attachments: readonly Attachment[]): string {
  return attachments.reduce((whole, attachment) => {
    const id = attachment.contentId?.replace(/^<|>$/g, '');
    if (id === undefined || id === '' || !attachment.mimeType.startsWith('image/')) return whole;
    return whole.replaceAll(`cid:${id}`, dataUri(attachment));
  }, html);
}

/** Parses a raw mail (RFC 5322, MIME). @throws Error from the parser on hopeless input. */
export async function readMail(raw: Uint8Array): Promise<MailContent> {
  const mail = await PostalMime.parse(raw);
  const html = mail.html === undefined ? null : inlineImages(mail.html, mail.attachments);
  const text = mail.text ?? (mail.html === undefined ? '' : textOf(mail.html));
  return {
    subject: mail.subject ?? '',
    from: addressText(mail.from),
    text,
    html,
    links: findLinks(mail.html ?? null, text),
    attachments: mail.attachments.map((attachment) => ({
      name: nameOf(attachment),
      type: attachment.mimeType,
      sizeBytes: bytesOf(attachment).byteLength,
    })),
    headers: mail.headers.map(({ originalKey, value }) => ({ name: originalKey, value })),
  };
}
