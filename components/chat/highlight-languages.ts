const LANGUAGE_KEYS = [
  'bash',
  'css',
  'diff',
  'go',
  'html',
  'java',
  'javascript',
  'json',
  'markdown',
  'php',
  'python',
  'ruby',
  'rust',
  'sql',
  'tsx',
  'typescript',
  'yaml',
] as const;

export type LanguageKey = (typeof LANGUAGE_KEYS)[number];

const ALIASES: Partial<Record<LanguageKey, readonly string[]>> = {
  bash: ['sh', 'shell', 'zsh', 'console'],
  css: ['scss'],
  diff: ['patch'],
  go: ['golang'],
  html: ['xml', 'svg'],
  javascript: ['js', 'mjs', 'cjs', 'jsx'],
  json: ['jsonc'],
  markdown: ['md'],
  python: ['py'],
  ruby: ['rb'],
  rust: ['rs'],
  sql: ['postgres', 'postgresql'],
  typescript: ['ts'],
  yaml: ['yml'],
};

const keys = new Map<string, LanguageKey>();
for (const key of LANGUAGE_KEYS) for (const name of [key, ...(ALIASES[key] ?? [])]) keys.set(name, key);

/** The language that the word after ``` names, if it is one that gets colours. */
export function languageKey(word: string): LanguageKey | null {
  return keys.get(word.toLowerCase()) ?? null;
}
