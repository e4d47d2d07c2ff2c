/** Somebody who can be named in a message. */
export type Nameable = { id: string; name: string };

const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const MENTION = new RegExp(`<@(${UUID})>`, 'g');
// What stands in code is said, not meant.
const CODE = /(```[\s\S]*?(?:```|$)|`[^`\n]+`)/;

/** A piece of a message, from place `at`: words, or a person. */
export type MentionPart = { at: number } & (
  | { text: string; memberId?: never }
  | { memberId: string; text?: never }
);

/** Splits stored text at its mentions (`<@member id>`), in order and without loss. */
export function splitMentions(text: string): MentionPart[] {
  const parts: MentionPart[] = [];
  let from = 0;
  for (const match of text.matchAll(MENTION)) {
    if (match.index > from) parts.push({ at: from, text: text.slice(from, match.index) });
    parts.push({ at: match.index, memberId: match[1] ?? '' });
    from = match.index + match[0].length;
  }
  if (from < text.length) parts.push({ at: from, text: text.slice(from) });
  return parts;
}

/**
 * Turns `@Name` as people write it into `<@member id>` as it is stored, outside code. Of people with one name the
 * first given wins; longer names win over their beginnings.
 */
export function encodeMentions(text: string, people: readonly Nameable[]): string {
  const idOf = new Map<string, string>();
  for (const { id, name } of people) if (name !== '' && !idOf.has(name)) idOf.set(name, id);
  if (idOf.size === 0 || !text.includes('@')) return text;
  const names = [...idOf.keys()].toSorted((a, b) => b.length - a.length).map(escapePattern);
  const written = new RegExp(`(?<![\\p{L}\\p{N}_@])@(${names.join('|')})(?![\\p{L}\\p{N}_])`, 'gu');
  return outsideCode(text, (words) =>
    words.replace(written, (_, name: string) => `<@${idOf.get(name) ?? ''}>`),
  );
}

/** Turns stored text back into what its author wrote, and says whom it names. Unknown people stay as they are stored. */
export function decodeMentions(
  body: string,
  nameOf: (memberId: string) => string | undefined,
): { text: string; people: Nameable[] } {
  const people: Nameable[] = [];
  const text = outsideCode(body, (words) =>
    words.replace(MENTION, (stored, id: string) => {
      const name = nameOf(id);
      if (name === undefined) return stored;
      people.push({ id, name });
      return `@${name}`;
    }),
  );
  return { text, people };
}

/** The unfinished mention before the caret: where its `@` stands and what was typed after it. */
export function mentionAt(text: string, caret: number): { start: number; query: string } | null {
  const before = text.slice(Math.max(0, caret - 60), caret);
  const match = /(?:^|[\s([{"'])@([^\s@][^@\n]{0,40})?$/u.exec(before);
  if (!match) return null;
  const query = match[1] ?? '';
  return { start: caret - query.length - 1, query };
}

/** People whose name, or a word of it, begins with what was typed; at most `limit`, as they come. */
export function matchPeople<Person extends Nameable>(
  people: readonly Person[],
  query: string,
  limit: number,
): Person[] {
  const wanted = query.toLocaleLowerCase();
  const fits = ({ name }: Person) => {
    const lower = name.toLocaleLowerCase();
    return lower.startsWith(wanted) || lower.split(/\s+/u).some((word) => word.startsWith(wanted));
  };
  return people.filter(fits).slice(0, limit);
}

function outsideCode(text: string, change: (words: string) => string): string {
  return text
    .split(CODE)
    .map((part, index) => (index % 2 === 0 ? change(part) : part))
    .join('');
}

function escapePattern(text: string): string {
  return text.replaceAll(/[$()*+.?[\\\]^{|}/-]/g, String.raw`\$&`);
}
