'use client';

import { memo } from 'react';
import type { ReactNode } from 'react';

import { useMarkdown } from './markdown-loader';
import { Mention } from './mention';
import { splitMentions } from './mentions';
import { isOnlyEmoji, isPlainText } from './plain-text';

/** What a message says. `rendered` is what the server made of this very body, so that nothing has to load to show it. */
export const MessageBody = memo(function MessageBody({
  body,
  rendered,
}: {
  body: string;
  rendered?: ReactNode;
}) {
  const isPlain = isPlainText(body);
  const Markdown = useMarkdown(!isPlain && rendered === undefined);
  if (rendered !== undefined) return <div className="wrap-break-word">{rendered}</div>;
  if (isPlain || Markdown === null) {
    return (
      <p className={`wrap-break-word whitespace-pre-wrap ${isOnlyEmoji(body) ? 'text-3xl leading-10' : ''}`}>
        {splitMentions(body).map((part) =>
          part.memberId === undefined ? part.text : <Mention key={part.at} memberId={part.memberId} />,
        )}
      </p>
    );
  }
  return (
    <div className="wrap-break-word">
      <Markdown body={body} />
    </div>
  );
});
