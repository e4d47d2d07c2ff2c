import type { Options } from 'rehype-sanitize';

/** All that a message may consist of: no ids, no classes but a code block's language, no addresses but these. */
export const markdownSchema: Options = {
  tagNames: [
    'a',
    'blockquote',
    'br',
    'code',
    'del',
    'em',
    'h1',
    'h2',
    'h3',
    'h4',
    'h5',
    'h6',
    'hr',
    'img',
    'input',
    'li',
    'ol',
    'p',
    'pre',
    'strong',
    'table',
    'tbody',
    'td',
    'th',
    'thead',
    'tr',
    'ul',
  ],
  attributes: {
    a: ['href'],
    code: [['className', /^language-[\w+#-]{1,20}$/]],
    img: ['alt', 'src'],
    input: ['checked', ['disabled', true], ['type', 'checkbox']],
    ol: ['start'],
  },
  ancestors: { tbody: ['table'], td: ['table'], th: ['table'], thead: ['table'], tr: ['table'] },
  protocols: { href: ['http', 'https', 'mailto'], src: ['http', 'https'] },
  required: { input: { disabled: true, type: 'checkbox' } },
  strip: ['script', 'style'],
};

const SAFE = /^(?:https?:\/\/|mailto:)/i;

/** The address of a link if it is one that a message may lead to; relative ones may not: they would look like ours. */
export function safeHref(href: unknown): string | null {
  return typeof href === 'string' && SAFE.test(href) ? href : null;
}
