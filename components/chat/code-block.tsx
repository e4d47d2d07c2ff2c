'use client';

import { Copy } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import type { RefObject } from 'react';

import { IconButton } from '../ui/icon-button';
import { copyText } from './copy-text';
import type { ColouredLine } from './highlight';
import { languageKey } from './highlight-languages';
import { whenSeen } from './when-seen';

/** A block of code; its colours come when the highlighter and the language have loaded, without changing its size. */
export function CodeBlock({ code, language }: { code: string; language: string }) {
  const t = useTranslations('chat.message');
  const block = useRef<HTMLPreElement>(null);
  const lines = useHighlight(code, language, block);
  return (
    <div className="group/code relative mt-1.5 max-w-3xl first:mt-0">
      <pre
        ref={block}
        tabIndex={-1}
        className="border-line bg-panel overflow-x-auto rounded-lg border px-3 py-2 font-mono text-[0.8125rem] leading-[1.5]"
      >
        <code className="[&_span]:[color:light-dark(var(--code-light),var(--code-dark))]">
          {lines === null ? code : lines.map(drawLine)}
        </code>
      </pre>
      <span className="absolute top-1 right-1 opacity-0 transition-opacity group-focus-within/code:opacity-100 group-hover/code:opacity-100">
        <IconButton
          label={t('copyCode')}
          size="sm"
          variant="secondary"
          onClick={() => void copyText(code, t('codeCopied'), t('copyFailed'))}
        >
          <Copy />
        </IconButton>
      </span>
    </div>
  );
}

function drawLine(line: ColouredLine, index: number) {
  const tokens = line.map(({ at, text, style }) => (
    <span key={at} style={style}>
      {text}
    </span>
  ));
  return [index === 0 ? null : '\n', ...tokens];
}

/** Colours of a block that is on screen, once the page has nothing better to do. */
function useHighlight(
  code: string,
  language: string,
  block: RefObject<HTMLElement | null>,
): ColouredLine[] | null {
  const [found, setFound] = useState<{ code: string; language: string; lines: ColouredLine[] } | null>(null);
  useEffect(() => {
    const key = languageKey(language);
    if (key === null || block.current === null) return undefined;
    let isCurrent = true;
    const load = async () => {
      const { highlight } = await import('./highlight');
      const lines = await highlight(code, key);
      if (isCurrent) setFound({ code, language, lines });
    };
    const cancel = whenSeen(block.current, () => {
      // Colours are an extra: without them the code still reads.
      load().catch((error: unknown) => reportError(error));
    });
    return () => {
      isCurrent = false;
      cancel();
    };
  }, [code, language, block]);
  return found?.code === code && found.language === language ? found.lines : null;
}
