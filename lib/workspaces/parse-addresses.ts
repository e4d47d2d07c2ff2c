import { z } from 'zod';

const address = z.email().max(254);

export type PastedAddresses = {
  /** In lower case, each once, in the order they were pasted. */
  emails: string[];
  /** What is no address. */
  strange: string[];
};

/**
 * Reads addresses out of what people paste: lists with commas, semicolons, lines or spaces, columns of a
 * spreadsheet, and a mail's "Ada Lovelace" <ada@example.com> (RFC 5322, section 3.4, without groups and comments).
 */
export function parseAddresses(text: string): PastedAddresses {
  const emails = new Set<string>();
  const strange = new Set<string>();
  const take = (word: string) => {
    const parsed = address.safeParse(word.replace(/^mailto:/i, '').toLowerCase());
    if (parsed.success) emails.add(parsed.data);
    else strange.add(word);
  };
  for (const part of text.replaceAll(/"[^"\n]*"/g, ' ').split(/[,;\r\n\t]/)) {
    const inBrackets = [...part.matchAll(/<([^<>]*)>/g)].map((match) => match[1]?.trim() ?? '');
    const words = inBrackets.length > 0 ? inBrackets : part.trim().split(/\s+/);
    for (const word of words) if (word !== '') take(word);
  }
  return { emails: [...emails], strange: [...strange] };
}
