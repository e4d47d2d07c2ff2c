import { MailAction, MailLayout, MailParagraph } from '../mail-layout';
import { mailText as t } from '../mail-text';
import type { Mail } from '../send-mail';

/** What the Auth server reports after the fact, where an operator has switched such notices on. */
export const SECURITY_NOTICES = [
  'password_changed_notification',
  'email_changed_notification',
  'phone_changed_notification',
  'identity_linked_notification',
  'identity_unlinked_notification',
  'mfa_factor_enrolled_notification',
  'mfa_factor_unenrolled_notification',
] as const;
export type SecurityNotice = (typeof SECURITY_NOTICES)[number];

/** Tells a person of a change to their account, in case it was not them. */
export function securityNoticeMail({ notice, url }: { notice: SecurityNotice; url: string }): Mail {
  const heading = t(`notice.${notice}`);
  return {
    subject: heading,
    react: (
      <MailLayout heading={heading} preview={t('notice.why')}>
        <MailParagraph>{t('notice.why')}</MailParagraph>
        <MailParagraph>{t('notice.ignore')}</MailParagraph>
        <MailAction url={url}>{t('notice.action')}</MailAction>
      </MailLayout>
    ),
  };
}
