import { MailAction, MailLayout, MailNote, MailParagraph } from '../mail-layout';
import { mailText as t } from '../mail-text';
import type { Mail } from '../send-mail';

/** To a person whose account an operator made in the Supabase dashboard. */
export function accountInviteMail({ url }: { url: string }): Mail {
  return {
    subject: t('invite.subject'),
    react: (
      <MailLayout heading={t('invite.heading')} preview={t('invite.lead')}>
        <MailParagraph>{t('invite.lead')}</MailParagraph>
        <MailAction url={url}>{t('invite.action')}</MailAction>
        <MailNote>{t('invite.valid')}</MailNote>
        <MailNote>{t('ignore')}</MailNote>
      </MailLayout>
    ),
  };
}
