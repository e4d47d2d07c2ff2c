import { noticePreview } from './notices-preview';

const MARKS: readonly [RegExp, string][] = [
  [/```\S*/g, ' '],
  [/!?\[([^\]]*)\]\([^)]*\)?/g, '$1'],
  [/^\s{0,3}(?:#{1,6}\s|>\s?|[-+*]\s|\d{1,9}[.)]\s)/gm, ''],
  [/(\*\*|__|~~|`)/g, ''],
  [/(?<!\w)[*_](?=\S)|(?<=\S)[*_](?!\w)/g, ''],
];

/** The beginning of a message as one line of words: without marks of formatting, people by name. */
export function inboxPreview(text: string, nameOf: (memberId: string) => string): string {
  const words = MARKS.reduce((line, [mark, instead]) => line.replaceAll(mark, instead), text);
  return noticePreview(words, nameOf);
}
