import type { ReactElement } from 'react';
import { render, toPlainText } from 'react-email';

export type RenderedMail = { html: string; text: string };

/** Renders a mail of react-email: HTML for most readers, and the same as plain text. */
export async function renderMail(mail: ReactElement): Promise<RenderedMail> {
  const html = await render(mail);
  return { html, text: toPlainText(html, { wordwrap: 78 }) };
}
