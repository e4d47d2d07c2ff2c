import type { ReactNode } from 'react';
import ReactMarkdown from 'react-markdown';
import type { Components } from 'react-markdown';
import rehypeSanitize from 'rehype-sanitize';
import remarkGfm from 'remark-gfm';

import { CodeBlock } from './code-block';
import { markdownSchema, safeHref } from './markdown-schema';
import { Mention } from './mention';
import { PictureLink } from './picture-link';
import { rehypeChat, rehypeHtmlAsText } from './rehype-chat';
import type { HastNode } from './rehype-chat';

const remarkPlugins = [remarkGfm];
const sanitize: [typeof rehypeSanitize, typeof markdownSchema] = [rehypeSanitize, markdownSchema];
const rehypePlugins = [rehypeHtmlAsText, sanitize, rehypeChat];

const linkClass = 'text-accent-ink underline underline-offset-2 wrap-anywhere';

function OutLink({ href, children }: { href?: string | undefined; children?: ReactNode }) {
  const safe = safeHref(href);
  if (safe === null) return <>{children}</>;
  return (
    <a href={safe} target="_blank" rel="noopener noreferrer nofollow" className={linkClass}>
      {children}
    </a>
  );
}

// Headings would break the page's outline: in a message they are strong lines.
function StrongLine({ children }: { children?: ReactNode }) {
  return <strong className="text-md mt-1.5 block font-semibold first:mt-0">{children}</strong>;
}

function textOf(node: HastNode | undefined): string {
  if (node === undefined) return '';
  return node.value ?? (node.children ?? []).map(textOf).join('');
}

function languageOf(node: HastNode | undefined): string {
  const names = node?.properties?.['className'];
  const name: unknown = Array.isArray(names) ? names[0] : undefined;
  return typeof name === 'string' ? name.replace('language-', '') : '';
}

const components: Components & { mention: (props: { memberId?: string }) => ReactNode } = {
  a: ({ href, children }) => <OutLink href={href}>{children}</OutLink>,
  img: ({ src, alt }) => {
    const safe = safeHref(src);
    return safe === null ? <>{alt}</> : <PictureLink href={safe} alt={alt ?? ''} className={linkClass} />;
  },
  pre: ({ node }) => {
    const code: HastNode | undefined = node?.children[0];
    return <CodeBlock code={textOf(code).replace(/\n$/, '')} language={languageOf(code)} />;
  },
  code: ({ children }) => (
    <code className="bg-ink/7 rounded-sm px-1 py-px font-mono text-[0.92em] wrap-anywhere">{children}</code>
  ),
  h1: ({ children }) => <StrongLine>{children}</StrongLine>,
  h2: ({ children }) => <StrongLine>{children}</StrongLine>,
  h3: ({ children }) => <StrongLine>{children}</StrongLine>,
  h4: ({ children }) => <StrongLine>{children}</StrongLine>,
  h5: ({ children }) => <StrongLine>{children}</StrongLine>,
  h6: ({ children }) => <StrongLine>{children}</StrongLine>,
  p: ({ children }) => <p className="mt-1.5 first:mt-0">{children}</p>,
  ul: ({ children }) => <ul className="mt-1 list-disc pl-5 first:mt-0">{children}</ul>,
  ol: ({ start, children }) => (
    <ol start={start} className="mt-1 list-decimal pl-6 first:mt-0">
      {children}
    </ol>
  ),
  li: ({ children }) => (
    <li className="marker:text-soft has-[>[data-task]]:-ml-5 has-[>[data-task]]:list-none">{children}</li>
  ),
  input: ({ checked }) => (
    <span data-task className="mr-1">
      {checked === true ? '☑' : '☐'}
    </span>
  ),
  blockquote: ({ children }) => (
    <blockquote className="border-line-strong text-soft mt-1.5 border-l-[3px] pl-3 first:mt-0">
      {children}
    </blockquote>
  ),
  hr: () => <hr className="bg-line my-2 h-px border-0" />,
  strong: ({ children }) => <strong className="font-semibold">{children}</strong>,
  table: ({ children }) => (
    <div className="mt-1.5 overflow-x-auto first:mt-0">
      <table className="border-line border-collapse text-sm">{children}</table>
    </div>
  ),
  th: ({ children }) => (
    <th className="border-line bg-panel border px-2 py-1 text-left font-medium">{children}</th>
  ),
  td: ({ children }) => <td className="border-line border px-2 py-1">{children}</td>,
  mention: ({ memberId }) => <Mention memberId={memberId ?? ''} />,
};

/**
 * A message's Markdown as React elements: sanitized, links only to the web and mail, no pictures from outside, no HTML.
 * Without hooks, so the server renders it too; in the browser load it by `markdown-loader.ts`.
 */
export function Markdown({ body }: { body: string }) {
  return (
    <ReactMarkdown remarkPlugins={remarkPlugins} rehypePlugins={rehypePlugins} components={components}>
      {body}
    </ReactMarkdown>
  );
}
