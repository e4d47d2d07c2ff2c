import { MailAction, MailLayout, MailNote, MailParagraph } from '../mail-layout';
import { mailText as t } from '../mail-text';
import type { Mail } from '../send-mail';

type EmailChange = {
  url: string;
  /** Empty for a guest, who had no address before. */
  oldEmail: string;
  newEmail: string;
  /** Whether the other address has to confirm as well. */
  isDouble: boolean;
};

/** To the new address and, where both have to agree, to the old one too. */
export function emailChangeMail({ url, oldEmail, newEmail, isDouble }: EmailChange): Mail {
  const lead = oldEmail
    ? t('emailChange.lead', { oldEmail, newEmail })
    : t('emailChange.leadNew', { newEmail });
  return {
    subject: t('emailChange.subject'),
    react: (
      <MailLayout heading={t('emailChange.heading')} preview={lead}>
        <MailParagraph>{lead}</MailParagraph>
        {isDouble ? <MailParagraph>{t('emailChange.both')}</MailParagraph> : null}
        <MailAction url={url}>{t('emailChange.action')}</MailAction>
        <MailNote>{t('emailChange.valid')}</MailNote>
        <MailNote>{t('emailChange.ignore')}</MailNote>
      </MailLayout>
    ),
  };
}
