import type { ReactNode } from 'react';

/** `<b>` in texts of the catalogue: `t.rich('key', { ...bold })`. */
export const bold = { b: (text: ReactNode) => <b className="text-ink font-medium">{text}</b> };
