import { expect, test } from 'vitest';

import { renderMail } from './email-templates.ts';
import { actionLink } from './send-email.ts';

test('a mail has its link and code in both forms, and nothing of it becomes markup', () => {
  const url = actionLink('http://127.0.0.1:1/auth/v1', 'email_change', 'tok', 'http://localhost/?a=1&b="<x>');
  const change = { from: 'a@example.com', to: '<b>@example.com' };
  const mail = renderMail({ to: 'a@example.com', action: 'email_change', url, code: '012345', change });
  expect(mail.text).toContain(url);
  expect(mail.text).toContain('Code: 012345');
  expect(mail.html).toContain(url.replaceAll('&', '&amp;'));
  expect(mail.html).not.toContain('<b>@');
  expect(new URL(url).searchParams.get('redirect_to')).toBe('http://localhost/?a=1&b="<x>');
});

test('a nonce has no link', () => {
  const mail = renderMail({
    to: 'a@example.com',
    action: 'reauthentication',
    url: 'http://x/',
    code: '012345',
  });
  expect(mail.text).not.toContain('http');
  expect(mail.html).not.toContain('href');
});
