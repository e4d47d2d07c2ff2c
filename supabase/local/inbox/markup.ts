const ESCAPES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** HTML that is safe to send: only `html` makes it. */
export type Markup = { readonly markup: string };

type Part = Markup | string | number | readonly Markup[];

function render(part: Part): string {
  if (typeof part === 'string') return part.replace(/[&<>"']/g, (char) => ESCAPES[char] ?? char);
  if (typeof part === 'number') return String(part);
  return 'markup' in part ? part.markup : part.map(({ markup }) => markup).join('');
}

/** Template tag: what is put in is escaped, unless it came from this tag itself. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  const markup = strings.reduce((whole, text, index) => {
    const part = parts[index - 1];
    return whole + (part === undefined ? '' : render(part)) + text;
  });
  return { markup };
}
