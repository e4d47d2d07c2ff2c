import { MailAction, MailCode, MailLayout, MailNote, MailParagraph } from '../mail-layout';
import { mailText as t } from '../mail-text';
import type { Mail } from '../send-mail';

/** Sign-in without a password, by link or by code. */
export function magicLinkMail({ url, code }: { url: string; code: string }): Mail {
  return {
    subject: t('magicLink.subject'),
    react: (
      <MailLayout heading={t('magicLink.heading')} preview={t('magicLink.lead')}>
        <MailParagraph>{t('magicLink.lead')}</MailParagraph>
        <MailAction url={url}>{t('magicLink.action')}</MailAction>
        <MailNote>{t('orCode')}</MailNote>
        <MailCode code={code} />
        <MailNote>{t('magicLink.valid')}</MailNote>
        <MailNote>{t('ignore')}</MailNote>
      </MailLayout>
    ),
  };
}
