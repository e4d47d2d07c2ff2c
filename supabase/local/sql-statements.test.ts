import { describe, expect, test } from 'vitest';

import { splitSql } from './sql-statements.ts';

const texts = (sql: string): string[] => splitSql(sql).map(({ text }) => text);

describe('splitting a migration', () => {
  test('gives each statement with the line it starts on, without the comments before it', () => {
    expect(splitSql('-- first\nselect 1;\n\n/* a /* nested */ one; */ select\n 2 ;\n-- end')).toEqual([
      { text: 'select 1', line: 2 },
      { text: 'select\n 2', line: 4 },
    ]);
  });

  test('keeps semicolons in strings, names, dollar quotes and comments', () => {
    const body =
      'create function f() returns int language plpgsql as $a$ begin return 1; end; -- $b$ ;\n $a$';
    expect(texts(`${body}; select ';', "a;b", 'it''s;', $$;$$ /* ; */ -- ;\n, 1;`)).toEqual([
      body,
      `select ';', "a;b", 'it''s;', $$;$$ /* ; */ -- ;\n, 1`,
    ]);
  });

  test('knows that only E strings escape with a backslash', () => {
    expect(texts(String.raw`select '\'; select E'\';', e'\\'; select 1`)).toEqual([
      String.raw`select '\'`,
      String.raw`select E'\';', e'\\'`,
      'select 1',
    ]);
  });

  test('keeps the body of an SQL-standard function whole', () => {
    const body =
      'create function f() returns int begin atomic select case when true then 1 end; select 2; end';
    expect(texts(`${body}; select 3`)).toEqual([body, 'select 3']);
  });

  test('takes $1 and a$b$c for what they are', () => {
    expect(texts('select $1; select a$b$c; select 1')).toEqual(['select $1', 'select a$b$c', 'select 1']);
  });

  test('leaves out empty statements', () => {
    expect(texts(';; \n-- nothing\n;')).toEqual([]);
  });
});
