import { MailCode, MailLayout, MailNote, MailParagraph } from '../mail-layout';
import { mailText as t } from '../mail-text';
import type { Mail } from '../send-mail';

/** The code that a change of password in an old session asks for. */
export function reauthenticationMail({ code }: { code: string }): Mail {
  return {
    subject: t('reauthentication.subject'),
    react: (
      <MailLayout heading={t('reauthentication.heading')} preview={t('reauthentication.lead')}>
        <MailParagraph>{t('reauthentication.lead')}</MailParagraph>
        <MailCode code={code} />
        <MailNote>{t('reauthentication.valid')}</MailNote>
        <MailNote>{t('reauthentication.ignore')}</MailNote>
      </MailLayout>
    ),
  };
}
