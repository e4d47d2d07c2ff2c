import type { CSSProperties } from 'react';
import { createHighlighterCore } from 'shiki/core';
import type { HighlighterCore, LanguageInput } from 'shiki/core';
import { createJavaScriptRegexEngine } from 'shiki/engine/javascript';

import type { LanguageKey } from './highlight-languages';

/** One line; `at` is where in the code a piece begins. */
export type ColouredLine = { at: number; text: string; style: CSSProperties }[];

const LANGUAGES: Record<LanguageKey, () => LanguageInput> = {
  bash: () => import('shiki/langs/bash.mjs'),
  css: () => import('shiki/langs/css.mjs'),
  diff: () => import('shiki/langs/diff.mjs'),
  go: () => import('shiki/langs/go.mjs'),
  html: () => import('shiki/langs/html.mjs'),
  java: () => import('shiki/langs/java.mjs'),
  javascript: () => import('shiki/langs/javascript.mjs'),
  json: () => import('shiki/langs/json.mjs'),
  markdown: () => import('shiki/langs/markdown.mjs'),
  php: () => import('shiki/langs/php.mjs'),
  python: () => import('shiki/langs/python.mjs'),
  ruby: () => import('shiki/langs/ruby.mjs'),
  rust: () => import('shiki/langs/rust.mjs'),
  sql: () => import('shiki/langs/sql.mjs'),
  tsx: () => import('shiki/langs/tsx.mjs'),
  typescript: () => import('shiki/langs/typescript.mjs'),
  yaml: () => import('shiki/langs/yaml.mjs'),
};

// More than this is a file, not a message: colouring it would hold up the page.
const LONGEST = 20_000;

let highlighter: Promise<HighlighterCore> | undefined;

/** Code as lines of coloured pieces, for both themes (`--code-light`, `--code-dark`); loads the language when it is first needed. */
export async function highlight(code: string, language: LanguageKey): Promise<ColouredLine[]> {
  if (code.length > LONGEST) return [[{ at: 0, text: code, style: {} }]];
  highlighter ??= createHighlighterCore({
    engine: createJavaScriptRegexEngine(),
    themes: [
      import('shiki/themes/github-light-high-contrast.mjs'),
      import('shiki/themes/github-dark-default.mjs'),
    ],
    langs: [],
  });
  const core = await highlighter;
  await core.loadLanguage(LANGUAGES[language]());
  const { tokens } = core.codeToTokens(code, {
    lang: language,
    themes: { light: 'github-light-high-contrast', dark: 'github-dark-default' },
    defaultColor: false,
    cssVariablePrefix: '--code-',
  });
  return tokens.map((line) =>
    line.map(({ content, offset, htmlStyle }) => ({
      at: offset,
      text: content,
      style: typeof htmlStyle === 'object' ? htmlStyle : {},
    })),
  );
}
