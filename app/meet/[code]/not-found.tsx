import { getTranslations } from 'next-intl/server';

import { CodePage } from '../code-page';

/** A code that is nobody's, and one of a room that the person may not enter: the two look the same. */
export default async function NoSuchRoom() {
  const t = await getTranslations('meetings.area');
  return <CodePage title={t('noSuchRoom')} description={t('noSuchRoomText')} />;
}
