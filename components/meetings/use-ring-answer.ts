'use client';

import { useTranslations } from 'next-intl';
import { useRouter } from 'next/navigation';
import { useRef, useState, useTransition } from 'react';

import type { Call, CallKind } from '@/lib/meetings/schemas';

import { callApi, isPassing, type ApiResult } from '../chat/api';
import { useFrame } from '../chat/chat-providers';
import { useNaming } from '../chat/use-naming';
import { toast } from '../ui/toast';
import { meetHref } from './addresses';
import { sitDown } from './place-call';
import type { Ring } from './rings';

type RingAnswer = {
  /** Answered, and on the way. */
  isPending: boolean;
  /** Why the answer did not get through; it may be given again. */
  trouble: string | null;
  accept: (kind: CallKind) => Promise<void>;
  decline: (message: string) => Promise<void>;
};

type RingHost = {
  /** It is being answered, and need not sound any more; or that failed. */
  onAnswering: (isAnswering: boolean) => void;
  /** It need not be shown any more. */
  onDone: () => void;
};

/** The ways to answer a call that rings. It is answered once, however often that is asked for. */
export function useRingAnswer(ring: Ring, { onAnswering, onDone }: RingHost): RingAnswer {
  const t = useTranslations('ringing.banner');
  const router = useRouter();
  const { me } = useFrame();
  const { nameOf } = useNaming();
  const isAnswered = useRef(false);
  const [isAsking, setAsking] = useState(false);
  const [trouble, setTrouble] = useState<string | null>(null);
  const [isGoing, startGoing] = useTransition();
  const { callId, code, workspaceId } = ring;
  /** @returns what the server said; null when it may be asked again, and when another answer was given already */
  const tell = async <T>(method: 'GET' | 'PUT', body?: object): Promise<ApiResult<T> | null> => {
    if (isAnswered.current) return null;
    isAnswered.current = true;
    setAsking(true);
    onAnswering(true);
    const answer = await callApi<T>(method, `/calls/${callId}/status`, { workspaceId, body });
    setAsking(false);
    const isPassed = answer.ok || !isPassing(answer.error);
    setTrouble(isPassed ? null : t('failed', { reason: answer.error.message }));
    if (isPassed) return answer;
    isAnswered.current = false;
    onAnswering(false);
    return null;
  };
  const accept = async (kind: CallKind) => {
    // Without a network the browser would show a page of its own in place of the call; and who called may have given up.
    const answer = await tell<Call>('GET');
    if (answer === null) return;
    if (answer.ok && answer.value.endedAt === null) {
      sitDown(me.userId, code, callId, kind);
      startGoing(() => router.push(meetHref(code)));
    } else {
      onDone();
      toast.message(t('over', { name: nameOf(ring.callerId) }));
    }
  };
  const decline = async (message: string) => {
    // Settled meanwhile, on another device or by the caller: there is nothing left to decline.
    if ((await tell('PUT', { status: 'declined', message })) !== null) onDone();
  };
  return { isPending: isAsking || isGoing, trouble, accept, decline };
}
