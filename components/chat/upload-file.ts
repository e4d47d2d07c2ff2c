import type { Attachment, Upload } from '@/lib/files/schemas';
import { isShown, UNKNOWN_TYPE } from '@/lib/files/shown-types';

import type { Hub } from '../realtime/hub';
import { callApi, type ApiResult } from './api';
import { NOT_SENT } from './attachments';

export type UploadOptions = {
  hub: Hub;
  workspaceId: string;
  /** UUID v7, kept when it is tried again. */
  id: string;
  file: File;
  purpose: 'attachment' | 'avatar';
  conversationId?: string;
  /** @param share 0 to 1 */
  onProgress?: (share: number) => void;
  signal?: AbortSignal;
};

/**
 * Brings a file to Storage and has the server look at it. Safe to repeat with the same id: what has arrived is not sent
 * again. Never throws.
 */
export async function uploadFile(options: UploadOptions): Promise<ApiResult<Attachment>> {
  const { workspaceId, id, file, purpose, conversationId, signal } = options;
  const body = { id, purpose, conversationId, name: file.name || 'file', sizeBytes: file.size };
  const begun = await callApi<Upload>('POST', '/files', { workspaceId, body, signal });
  if (!begun.ok) return begun;
  const sent = await send(options, begun.value);
  if (!sent.ok) return sent;
  const completed = await callApi<object>('POST', `/files/${id}/complete`, { workspaceId, signal });
  if (!completed.ok) return completed;
  return await callApi<Attachment>('GET', `/files/${id}`, { workspaceId, signal });
}

async function send({ hub, file, onProgress, signal }: UploadOptions, { bucket, objectName }: Upload) {
  const door = await hub.services().catch(() => null);
  if (!door) return NOT_SENT;
  const request = new XMLHttpRequest();
  request.open('POST', `${door.supabaseUrl}/storage/v1/object/${bucket}/${objectName}`);
  request.setRequestHeader('authorization', `Bearer ${door.token}`);
  request.setRequestHeader('apikey', door.publishableKey);
  request.setRequestHeader('content-type', isShown(file.type) ? file.type : UNKNOWN_TYPE);
  request.upload.addEventListener('progress', ({ loaded }) => onProgress?.(loaded / file.size));
  const abort = () => request.abort();
  signal?.addEventListener('abort', abort);
  const status = await new Promise<number>((resolve) => {
    request.addEventListener('loadend', () => resolve(request.status));
    request.send(file);
  });
  signal?.removeEventListener('abort', abort);
  // A repetition whose first attempt arrived meets its own bytes.
  if (status === 200 || isDuplicate(request)) return { ok: true, value: null } as const;
  return NOT_SENT;
}

/** Storage says 400 in the status line and 409 in the body. */
function isDuplicate({ status, responseText }: XMLHttpRequest): boolean {
  return status === 409 || (status === 400 && responseText.includes('"409"'));
}
