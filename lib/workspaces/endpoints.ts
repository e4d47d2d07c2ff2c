import { endpoint } from '@/lib/core/http/endpoint';

import { acceptInvitation, previewInvitation } from './accept-invitation';
import { changeMe, changeMember, changeProfile, leaveWorkspace } from './change-member';
import { changeWorkspace } from './change-workspace';
import { foundWorkspace } from './found-workspace';
import { createInvitationLink, inviteByEmail, revokeInvitation } from './invite';
import {
  getChecklist,
  getFrame,
  listAudit,
  listInvitations,
  listMembers,
  listRoles,
  listWorkspaces,
} from './queries';
import { switchFeature } from './switch-feature';

const WORKSPACES = 'Workspaces';
const PEOPLE = 'People';
const INVITATIONS = 'Invitations';

export const workspaceEndpoints = [
  endpoint('get', '/organizations', WORKSPACES, listWorkspaces),
  endpoint('post', '/organizations', WORKSPACES, foundWorkspace, 201),
  endpoint('get', '/organizations/current', WORKSPACES, getFrame),
  endpoint('patch', '/organizations/current', WORKSPACES, changeWorkspace),
  endpoint('get', '/organizations/current/roles', WORKSPACES, listRoles),
  endpoint('get', '/organizations/current/checklist', WORKSPACES, getChecklist),
  endpoint('put', '/organizations/current/features/{feature}', WORKSPACES, switchFeature),
  endpoint('get', '/audit-log', WORKSPACES, listAudit),
  endpoint('get', '/users', PEOPLE, listMembers),
  endpoint('patch', '/users/me', PEOPLE, changeMe),
  endpoint('delete', '/users/me', PEOPLE, leaveWorkspace),
  endpoint('patch', '/users/{id}', PEOPLE, changeMember),
  endpoint('patch', '/profile', PEOPLE, changeProfile),
  endpoint('get', '/invitations', INVITATIONS, listInvitations),
  endpoint('post', '/invitations/links', INVITATIONS, createInvitationLink, 201),
  endpoint('post', '/invitations/mails', INVITATIONS, inviteByEmail, 201),
  endpoint('post', '/invitations/preview', INVITATIONS, previewInvitation),
  endpoint('post', '/invitations/accept', INVITATIONS, acceptInvitation),
  endpoint('delete', '/invitations/{id}', INVITATIONS, revokeInvitation),
];
