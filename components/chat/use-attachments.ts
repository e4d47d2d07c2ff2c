'use client';

import { useStore } from '../realtime/store';
import { Attachments } from './attachments';
import { useWorkspace } from './chat-providers';
import type { WorkspaceStore } from './workspace-store';

const places = new WeakMap<WorkspaceStore, Map<string, Attachments>>();

/** What is about to be sent in a conversation. */
export function useAttachments(conversationId: string) {
  const attachments = attachmentsOf(useWorkspace(), conversationId);
  const list = useStore(attachments.list);
  const isAwaited = useStore(attachments.isAwaited);
  // From the list, which changes, and not from the object, which stays the same.
  return { attachments, list, isAwaited, isFailed: list.some(({ failure }) => failure !== null) };
}

function attachmentsOf(workspace: WorkspaceStore, conversationId: string): Attachments {
  const known = places.get(workspace) ?? new Map<string, Attachments>();
  places.set(workspace, known);
  const { hub, id: workspaceId } = workspace;
  const attachments =
    known.get(conversationId) ??
    new Attachments(async (options) => {
      const { uploadFile } = await import('./upload-file');
      return await uploadFile({ ...options, hub, workspaceId, conversationId, purpose: 'attachment' });
    });
  known.set(conversationId, attachments);
  return attachments;
}
