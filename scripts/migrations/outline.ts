import { endOfComment, endOfLiteral, splitSql } from '../../supabase/local/sql-statements.ts';

/** One statement as the rules read it. */
export type Statement = {
  /** Lower case, without comments; strings and dollar-quoted bodies are dots. As long as the text, so places agree. */
  code: string;
  /** Lower case and without comments, but with strings and bodies: what might run inside. Also as long. */
  inside: string;
  line: number;
};

const blank = (text: string, filler: string): string => text.replaceAll(/[^\n]/g, filler);
const lower = (text: string): string => text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());

function tagOf(literal: string): string | null {
  return /^\$\w*\$/.exec(literal)?.[0] ?? null;
}

/** Quoted names stay, without their quotes, as ` auth . users `. */
function masked(literal: string): string {
  const tag = tagOf(literal);
  if (tag !== null) return tag + blank(literal.slice(tag.length, -tag.length), '.') + tag;
  const content = literal.slice(1, -1);
  return literal.startsWith('"') ? ` ${content} ` : `'${blank(content, '.')}'`;
}

function withoutComments(sql: string, onLiteral: (literal: string) => string): string {
  let result = '';
  let at = 0;
  while (at < sql.length) {
    const comment = endOfComment(sql, at);
    const literal = comment === null ? endOfLiteral(sql, at) : null;
    const end = comment ?? literal ?? at + 1;
    const part = sql.slice(at, end);
    if (comment !== null) result += blank(part, ' ');
    else result += literal === null ? part : onLiteral(part);
    at = end;
  }
  return result;
}

function opened(literal: string): string {
  const tag = tagOf(literal);
  if (tag === null) return literal;
  return tag + withoutComments(literal.slice(tag.length, -tag.length), (part) => part) + tag;
}

function outlineStatement(text: string): Pick<Statement, 'code' | 'inside'> {
  const code = lower(withoutComments(text, masked));
  // What a comment says is prose.
  return { code, inside: code.startsWith('comment ') ? code : lower(withoutComments(text, opened)) };
}

/** The statements of a migration, ready for rules that look for words. */
export function outline(sql: string): Statement[] {
  return splitSql(sql).map(({ text, line }) => ({ ...outlineStatement(text), line }));
}
