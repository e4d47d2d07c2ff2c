import { MailAction, MailLayout, MailNote, MailParagraph } from '../mail-layout';
import { mailText as t } from '../mail-text';
import type { Mail } from '../send-mail';

export type WorkspaceInvitation = {
  inviterName: string;
  workspaceName: string;
  roleName: string;
  /** The page where the invitation is accepted; it carries the token. */
  url: string;
  expiresAt: Date;
};

/** A personal invitation into a workspace. */
export function workspaceInvitationMail(invitation: WorkspaceInvitation): Mail {
  const { inviterName, workspaceName, roleName, url, expiresAt } = invitation;
  const lead = t('invitation.lead', { inviterName, workspaceName, roleName });
  const until = new Intl.DateTimeFormat('en', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' });
  return {
    subject: t('invitation.subject', {
      inviterName: oneLine(inviterName),
      workspaceName: oneLine(workspaceName),
    }),
    react: (
      <MailLayout heading={t('invitation.heading', { workspaceName })} preview={lead}>
        <MailParagraph>{lead}</MailParagraph>
        <MailAction url={url}>{t('invitation.action')}</MailAction>
        <MailNote>{t('invitation.valid', { until: until.format(expiresAt) })}</MailNote>
        <MailNote>{t('ignore')}</MailNote>
      </MailLayout>
    ),
  };
}

/** People choose these names: a subject stays one line of sensible length. */
const oneLine = (name: string) => name.replace(/\s+/g, ' ').trim().slice(0, 60);
