import { getRequestConfig } from 'next-intl/server';

import { messages } from './messages';

/** What next-intl asks once per request. Times are shown in the reader's own zone by the browser, not by this. */
export default getRequestConfig(() => ({ locale: 'en', timeZone: 'UTC', messages }));
