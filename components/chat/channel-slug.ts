const LONGEST = 80;

/** What people type as a channel's name, as it will be: lower case, hyphens for spaces, without signs the server refuses. */
export function channelSlug(text: string): string {
  return text
    .toLocaleLowerCase('en')
    .replaceAll(/[\s\p{Cc}]+/gu, '-')
    .replaceAll(/[#@<>/\\"]+/g, '')
    .replaceAll(/-{2,}/g, '-')
    .replace(/^-/, '')
    .slice(0, LONGEST);
}
