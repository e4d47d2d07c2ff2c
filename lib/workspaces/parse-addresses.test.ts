import { describe, expect, it } from 'vitest';

import { parseAddresses } from './parse-addresses';

describe('pasted addresses', () => {
  it('are found between commas, semicolons, spaces, tabs and lines', () => {
    const { emails, strange } = parseAddresses('a@x.org, b@x.org;c@x.org d@x.org\te@x.org\r\nf@x.org\n');
    expect(emails).toEqual(['a@x.org', 'b@x.org', 'c@x.org', 'd@x.org', 'e@x.org', 'f@x.org']);
    expect(strange).toEqual([]);
  });

  it('are found beside names as mail programs write them', () => {
    const text =
      '"Lovelace, Ada" <ada@x.org>, Bo Lindqvist <bo@x.org>; <mei@x.org> Cy <cy@x.org>\nmailto:di@x.org';
    expect(parseAddresses(text)).toEqual({
      emails: ['ada@x.org', 'bo@x.org', 'mei@x.org', 'cy@x.org', 'di@x.org'],
      strange: [],
    });
  });

  it('count once, whatever their case', () => {
    expect(parseAddresses('Ada@X.org ada@x.org').emails).toEqual(['ada@x.org']);
  });

  it('leave what is no address to be named', () => {
    expect(parseAddresses('ada@x.org, bo@, mei, @x.org, Cy <cy>')).toEqual({
      emails: ['ada@x.org'],
      strange: ['bo@', 'mei', '@x.org', 'cy'],
    });
  });

  it('are none in nothing', () => {
    expect(parseAddresses('  \n,; ')).toEqual({ emails: [], strange: [] });
  });
});
