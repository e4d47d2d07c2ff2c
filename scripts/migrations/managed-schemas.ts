import type { Statement } from './outline.ts';
import type { Problem, Rule } from './problem.ts';

/** Schemas that belong to the platform: a hosted project's postgres owns nothing in them. */
const MANAGED = [
  'auth',
  'storage',
  'realtime',
  'extensions',
  'vault',
  'cron',
  'net',
  'graphql',
  'graphql_public',
  'pgbouncer',
  'pgmq',
  'pgsodium',
  'supabase_functions',
  'supabase_local',
  'supabase_migrations',
  'pg_catalog',
  'information_schema',
].join('|');

const MENTION = new RegExp(String.raw`\b(?:${MANAGED})\s*\.\s*\w+`, 'g');
const SCHEMA_ITSELF = new RegExp(
  String.raw`\bschema\s+(?:if\s+(?:not\s+)?exists\s+)?(?:${MANAGED})\b|\b(?:authorization\s+supabase_\w+)`,
);
// `references auth.users`, and calls (not definitions) of what the platform offers.
const OFFERED = String.raw`auth\s*\.\s*(?:uid|jwt|role)|realtime\s*\.\s*(?:topic|send|broadcast_changes)|storage\s*\.\s*(?:foldername|filename|extension)|(?:extensions|pg_catalog)\s*\.\s*\w+`;
const HARMLESS = new RegExp(
  String.raw`\breferences\s+auth\s*\.\s*users\b|(?<!\b(?:function|table|into|on)\s+)\b(?:${OFFERED})\s*\(`,
  'g',
);
const WRITES = new RegExp(
  String.raw`\b(?:insert\s+into|update|delete\s+from|truncate(?:\s+table)?|lock\s+table|merge\s+into|copy|alter\s+\w+|drop\s+\w+|comment\s+on\s+\w+|on)\s+(?:only\s+)?(?:if\s+exists\s+)?(?:${MANAGED})\s*\.\s*\w+`,
  'g',
);

/** The whole of what migrations may do there. */
const ALLOWED = [
  /^(?:create|alter|drop)\s+policy\s[^;]*?\son\s+(?:storage\s*\.\s*objects|realtime\s*\.\s*messages)\b/,
  /^(?:create(?:\s+or\s+replace)?|drop)\s+trigger\s[^;]*?\son\s+auth\s*\.\s*users\b/,
  /^insert\s+into\s+storage\s*\.\s*buckets\b(?![^;]*\bon\s+conflict\b[^;]*\bdo\s+update\b)/,
];
const ADVICE =
  'is managed by the platform; migrations may only put policies on storage.objects and realtime.messages, ' +
  'triggers on auth.users, foreign keys to it, and new rows into storage.buckets';

const squeeze = (words: string): string => words.replaceAll(/\s+/g, ' ').replaceAll(/ ?\. ?/g, '.');

function extensionProblems({ code }: Statement): Problem[] {
  if (/^(?:alter|drop)\s+extension\b/.test(code)) {
    return [{ at: 0, message: 'extensions are shared: what is there stays as it is' }];
  }
  if (!/^create\s+extension\b/.test(code) || /\bwith\s+schema\s+extensions\b/.test(code)) return [];
  return [{ at: 0, message: 'extensions go "with schema extensions"' }];
}

function bodyProblems({ code, inside }: Statement): Problem[] {
  // Outside of bodies and strings the other rules have looked already.
  const outside = new Set([...code.matchAll(WRITES)].map(({ index }) => index));
  return [...inside.matchAll(WRITES)]
    .filter(({ index, 0: words }) => !outside.has(index) && !words.startsWith('on '))
    .map(({ index, 0: words }) => ({ at: index, message: `"${squeeze(words)}" in a body: it ${ADVICE}` }));
}

/** Managed schemas are touched only as a hosted project allows it, also from bodies of functions. */
export const managedSchemas: Rule = (statement) => {
  const { code } = statement;
  const problems = [...extensionProblems(statement), ...bodyProblems(statement)];
  if (/^create\s+extension\b/.test(code)) return problems;
  const schema = SCHEMA_ITSELF.exec(code);
  if (schema !== null) problems.push({ at: schema.index, message: `"${squeeze(schema[0])}" ${ADVICE}` });
  if (ALLOWED.some((pattern) => pattern.test(code))) return problems;
  // Blanked, not cut out, so that places stay.
  const rest = code.replaceAll(HARMLESS, (words) => ' '.repeat(words.length));
  for (const { index, 0: words } of rest.matchAll(MENTION)) {
    problems.push({ at: index, message: `${squeeze(words)} ${ADVICE}` });
  }
  return problems;
};
