import { MailAction, MailCode, MailLayout, MailNote, MailParagraph } from '../mail-layout';
import { mailText as t } from '../mail-text';
import type { Mail } from '../send-mail';

/** To a new person: the link or the code proves that the address is theirs. */
export function confirmSignUpMail({ url, code }: { url: string; code: string }): Mail {
  return {
    subject: t('confirmSignUp.subject'),
    react: (
      <MailLayout heading={t('confirmSignUp.heading')} preview={t('confirmSignUp.lead')}>
        <MailParagraph>{t('confirmSignUp.lead')}</MailParagraph>
        <MailAction url={url}>{t('confirmSignUp.action')}</MailAction>
        <MailNote>{t('orCode')}</MailNote>
        <MailCode code={code} />
        <MailNote>{t('confirmSignUp.valid')}</MailNote>
        <MailNote>{t('ignore')}</MailNote>
      </MailLayout>
    ),
  };
}
