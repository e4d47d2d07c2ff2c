import { sendMail } from './send-mail';
import { workspaceInvitationMail, type WorkspaceInvitation } from './templates/workspace-invitation-mail';

/** Sends a personal invitation into a workspace. @throws AppError unavailable when it could not leave. */
export async function sendInvitationMail(to: string, invitation: WorkspaceInvitation): Promise<void> {
  await sendMail({ to, ...workspaceInvitationMail(invitation) });
}
