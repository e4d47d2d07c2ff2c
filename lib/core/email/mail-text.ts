import { createTranslator } from 'next-intl';

import messages from '@/messages/en/mail.json';

/** Texts of mails. Unlike pages they are written outside a request too, so they do not ask next-intl for its locale. */
export const mailText = createTranslator({ locale: 'en', timeZone: 'UTC', messages, namespace: 'mail' });
