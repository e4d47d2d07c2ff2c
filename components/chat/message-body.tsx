'use client';

import type { ReactNode } from 'react';

import { useMarkdown } from './markdown-loader';
import { Mention } from './mention';
import { splitMentions } from './mentions';
import { isOnlyEmoji, isPlainText } from './plain-text';

type MessageBodyProps = {
  body: string;
  rendered?: ReactNode;
  /** Follows the last word where it can. */
  editedMark?: ReactNode;
};

/** What a message says. `rendered` is what the server made of this very body, so that nothing has to load to show it. */
export function MessageBody({ body, rendered, editedMark = null }: MessageBodyProps) {
  const isPlain = isPlainText(body);
  const render = useMarkdown(!isPlain && rendered === undefined);
  if (rendered !== undefined) {
    return (
      <div className="wrap-break-word">
        {rendered}
        {editedMark}
      </div>
    );
  }
  if (isPlain || render === null) {
    return (
      <p className={`wrap-break-word whitespace-pre-wrap ${isOnlyEmoji(body) ? 'text-3xl leading-10' : ''}`}>
        {splitMentions(body).map((part) =>
          part.memberId === undefined ? part.text : <Mention key={part.at} memberId={part.memberId} />,
        )}
        {editedMark === null ? null : ' '}
        {editedMark}
      </p>
    );
  }
  return (
    <div className="wrap-break-word">
      {render(body)}
      {editedMark}
    </div>
  );
}
