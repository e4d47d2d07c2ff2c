// Everything that Markdown could take for more than words. Mentions (`<@…>`) are words here.
const MARKS = [
  /[*_`~[\]\\|]/,
  /^\s{0,3}(?:#{1,6}\s|>|[-+]\s|\d{1,9}[.)]\s|=+\s*$|-+\s*$)/m,
  /^(?:\t| {4})/m,
  / {2}$/m,
  /&#?\w+;/,
  /<(?!@)/,
  /https?:\/\/|www\.|[^\s<]@[\w-]+\.\w/i,
];

/** Whether a message is words only, so that no Markdown is needed to show it. */
export function isPlainText(body: string): boolean {
  return !MARKS.some((mark) => mark.test(body));
}

const ONLY_EMOJI =
  /^(?:\p{Extended_Pictographic}(?:\uFE0F|\u200D\p{Extended_Pictographic}|\p{Emoji_Modifier})*\s?){1,3}$/u;

/** One to three emoji and nothing else: shown large. */
export function isOnlyEmoji(body: string): boolean {
  return body.length <= 40 && ONLY_EMOJI.test(body.trim());
}
