import type { Call, CallRinging, CallSummary } from '@/lib/meetings/schemas';

import { callApi, isPassing } from '../chat/api';
import { serverNow } from '../realtime/server-clock';
import { isFresh, ringsOf, type Settled } from './rings';

type Heard = {
  workspaceId: string;
  /** Own member id. */
  me: string;
  events: readonly unknown[];
  /** The calls that go on in the workspace. */
  live: readonly CallSummary[];
};

/** After a gap: what began to ring meanwhile, and what ceased to, as the events that were missed. */
export async function ringNews({ workspaceId, me, events, live }: Heard): Promise<readonly unknown[]> {
  const known = ringsOf(events).ringing;
  const nowMs = Date.parse(serverNow());
  const ringing = live.filter(
    ({ id, rings }) =>
      !known.some((ring) => ring.callId === id && isFresh(ring, nowMs)) &&
      rings.some(({ memberId, state }) => memberId === me && state === 'ringing'),
  );
  const news = await Promise.all([
    ...ringing.map(({ id }) => begun(workspaceId, id)),
    ...known.map((ring) => settled(ring, me)),
  ]);
  return news.filter((event) => event !== null);
}

async function begun(workspaceId: string, callId: string): Promise<CallRinging | null> {
  const answer = await callApi<Call>('GET', `/calls/${callId}/status`, { workspaceId });
  if (!answer.ok || answer.value.endedAt !== null) return null;
  const { code, conversationId, kind, startedBy: callerId } = answer.value;
  // Somebody may have been called long after the call began; the server ends the ringing.
  const startedAt = serverNow();
  return { workspaceId, callId, code, conversationId, kind, callerId, state: 'ringing', startedAt };
}

/** How a call that rang stands; null while it rings, or when that cannot be told now. */
async function settled({ workspaceId, callId }: CallRinging, me: string): Promise<Settled | null> {
  const answer = await callApi<Call>('GET', `/calls/${callId}/status`, { workspaceId });
  if (!answer.ok) return isPassing(answer.error) ? null : { callId, state: 'cancelled' };
  const own = answer.value.rings.find(({ memberId }) => memberId === me)?.state ?? 'ringing';
  if (own !== 'ringing') return { callId, state: own };
  // In another workspace the person has another member id, and what ended rings no more.
  return answer.value.endedAt === null ? null : { callId, state: 'cancelled' };
}
