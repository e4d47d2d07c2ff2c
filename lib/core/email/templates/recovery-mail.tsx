import { MailAction, MailLayout, MailNote, MailParagraph } from '../mail-layout';
import { mailText as t } from '../mail-text';
import type { Mail } from '../send-mail';

/** To somebody who forgot their password. */
export function recoveryMail({ url }: { url: string }): Mail {
  return {
    subject: t('recovery.subject'),
    react: (
      <MailLayout heading={t('recovery.heading')} preview={t('recovery.lead')}>
        <MailParagraph>{t('recovery.lead')}</MailParagraph>
        <MailAction url={url}>{t('recovery.action')}</MailAction>
        <MailNote>{t('recovery.valid')}</MailNote>
        <MailNote>{t('recovery.ignore')}</MailNote>
      </MailLayout>
    ),
  };
}
