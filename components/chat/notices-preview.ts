import { splitMentions } from './mentions';

const MAX_LENGTH = 140;

/** The first words of a message as one line of plain text, people by name. A mention that was cut in two is left out. */
export function noticePreview(text: string, nameOf: (memberId: string) => string): string {
  const whole = text.replace(/<(?:@[0-9a-f-]*)?$/, '');
  const named = splitMentions(whole).map((part) => part.text ?? `@${nameOf(part.memberId ?? '')}`);
  const line = named.join('').replaceAll(/\s+/g, ' ').trim();
  return line.length <= MAX_LENGTH ? line : `${line.slice(0, MAX_LENGTH - 1).trimEnd()}…`;
}
