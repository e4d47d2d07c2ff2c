import type { Call, CallRinging, CallSummary } from '@/lib/meetings/schemas';

import { callApi } from '../chat/api';

/** The calls of a list that ring for somebody at this moment, as the events that they missed. */
export async function ringingNow(
  workspaceId: string,
  calls: readonly CallSummary[],
): Promise<readonly CallRinging[]> {
  const asked = await Promise.all(
    calls.map(({ id }) => callApi<Call>('GET', `/calls/${id}/status`, { workspaceId })),
  );
  return asked.flatMap((answer) => {
    if (!answer.ok || answer.value.endedAt !== null) return [];
    const { id: callId, code, conversationId, kind, startedBy: callerId, startedAt } = answer.value;
    return [{ workspaceId, callId, code, conversationId, kind, callerId, state: 'ringing', startedAt }];
  });
}
