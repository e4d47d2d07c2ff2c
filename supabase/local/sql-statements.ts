export type SqlStatement = {
  /** Without the closing semicolon and the comments before it. */
  text: string;
  /** Line of its first character, from 1. */
  line: number;
};

const DOLLAR_TAG = /\$(?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$/y;
const WORD = /[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*/y;

function endOfQuoted(sql: string, start: number, quote: string, backslashes: boolean): number {
  for (let at = start + 1; at < sql.length; at += 1) {
    if (backslashes && sql[at] === '\\') at += 1;
    else if (sql[at] === quote) {
      if (sql[at + 1] !== quote) return at + 1;
      at += 1;
    }
  }
  return sql.length;
}

function endOfBlockComment(sql: string, start: number): number {
  let depth = 1;
  let at = start + 2;
  while (at < sql.length && depth > 0) {
    if (sql.startsWith('/*', at)) {
      depth += 1;
      at += 2;
    } else if (sql.startsWith('*/', at)) {
      depth -= 1;
      at += 2;
    } else at += 1;
  }
  return at;
}

function matchAt(pattern: RegExp, sql: string, at: number): string | null {
  pattern.lastIndex = at;
  return pattern.exec(sql)?.[0] ?? null;
}

/** The end of a comment that starts here; null when none does. */
export function endOfComment(sql: string, at: number): number | null {
  if (sql.startsWith('--', at)) {
    const end = sql.indexOf('\n', at);
    return end === -1 ? sql.length : end;
  }
  return sql.startsWith('/*', at) ? endOfBlockComment(sql, at) : null;
}

/** The end of a string, quoted name or dollar-quoted body that starts here; null when none does. */
export function endOfLiteral(sql: string, at: number): number | null {
  const char = sql[at];
  if (char === "'") {
    const escapes = /(?:^|[^\w$])[eE]$/.test(sql.slice(Math.max(0, at - 2), at));
    return endOfQuoted(sql, at, "'", escapes);
  }
  if (char === '"') return endOfQuoted(sql, at, '"', false);
  if (char !== '$') return null;
  const tag = matchAt(DOLLAR_TAG, sql, at);
  if (tag === null) return null;
  const end = sql.indexOf(tag, at + tag.length);
  return end === -1 ? sql.length : end + tag.length;
}

// Semicolons also stand inside `begin atomic … end` (SQL-standard function bodies), where `case … end` may nest.
function nextDepth(depth: number, word: string, previous: string): number {
  if (word === 'atomic' && previous === 'begin') return 1;
  if (depth > 0 && word === 'case') return depth + 1;
  if (depth > 0 && word === 'end') return depth - 1;
  return depth;
}

/**
 * Splits a migration into its statements the way Postgres reads it: quotes, dollar quotes, nested comments and
 * `begin atomic` bodies are kept whole.
 */
export function splitSql(sql: string): SqlStatement[] {
  const statements: SqlStatement[] = [];
  let start: number | null = null;
  let depth = 0;
  let previous = '';
  const close = (end: number): void => {
    if (start !== null) {
      statements.push({
        text: sql.slice(start, end).trimEnd(),
        line: sql.slice(0, start).split('\n').length,
      });
    }
    start = null;
    depth = 0;
    previous = '';
  };
  let at = 0;
  while (at < sql.length) {
    const comment = endOfComment(sql, at);
    if (comment !== null) {
      at = comment;
      continue;
    }
    if (sql[at] === ';' && depth === 0) {
      close(at);
      at += 1;
      continue;
    }
    if (start === null && !/\s/.test(sql[at] ?? '')) start = at;
    const literal = endOfLiteral(sql, at);
    if (literal !== null) {
      at = literal;
      continue;
    }
    const word = matchAt(WORD, sql, at)?.toLowerCase() ?? null;
    if (word === null) {
      at += 1;
      continue;
    }
    depth = nextDepth(depth, word, previous);
    previous = word;
    at += word.length;
    // E'…' and U&'…': the quote belongs to the word before it and is read in the next round.
  }
  close(sql.length);
  return statements;
}
