/** Addresses of calls and rooms. */
export const meetHref = (code: string): string => `/meet/${code}`;

/** The code in what somebody typed or pasted, a link too; null when there is none. Forgives capitals, spaces and missing hyphens. */
export function codeIn(text: string): string | null {
  const last = text.trim().split(/[?#]/u)[0]?.split('/').findLast(Boolean) ?? '';
  const letters = last.toLowerCase().replaceAll(/[^a-z]/gu, '');
  return /^[a-hjkmnp-z]{10}$/u.test(letters)
    ? `${letters.slice(0, 3)}-${letters.slice(3, 7)}-${letters.slice(7)}`
    : null;
}
