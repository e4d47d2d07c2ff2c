export const themes = ['light', 'dark', 'system'] as const;

export type Theme = (typeof themes)[number];

/** The choice in the cookie `theme`; anything unknown is `system`. */
export function parseTheme(value: string | undefined): Theme {
  return themes.find((theme) => theme === value) ?? 'system';
}
