'use client';

import { useTranslations } from 'next-intl';
import { useRouter } from 'next/navigation';
import { useRef, useState, useTransition } from 'react';

import type { Call, CallKind } from '@/lib/meetings/schemas';

import { callApi, isPassing } from '../chat/api';
import { useFrame } from '../chat/chat-providers';
import { useNaming } from '../chat/use-naming';
import { toast } from '../ui/toast';
import { meetHref } from './addresses';
import { sitDown } from './place-call';
import type { Ring } from './rings';

type RingAnswer = {
  /** Accepted, and on the way there. */
  isPending: boolean;
  accept: (kind: CallKind) => Promise<void>;
  decline: (message: string) => Promise<void>;
};

type RingHost = {
  /** It is being accepted, and need not sound any more; or that failed. */
  onAccepting: (isAccepting: boolean) => void;
  /** It need not be shown any more. */
  onDone: () => void;
};

/** The ways to answer a call that rings. It is answered once, however often that is asked for. */
export function useRingAnswer(ring: Ring, { onAccepting, onDone }: RingHost): RingAnswer {
  const t = useTranslations('ringing.banner');
  const router = useRouter();
  const { me } = useFrame();
  const { nameOf } = useNaming();
  const isAnswered = useRef(false);
  const [isAsking, setAsking] = useState(false);
  const [isGoing, startGoing] = useTransition();
  const { callId, code, workspaceId } = ring;
  const accept = async (kind: CallKind) => {
    if (isAnswered.current) return;
    isAnswered.current = true;
    setAsking(true);
    onAccepting(true);
    // Without a network the browser would show a page of its own in place of the call; and who called may have given up.
    const answer = await callApi<Call>('GET', `/calls/${callId}/status`, { workspaceId });
    setAsking(false);
    if (!answer.ok && isPassing(answer.error)) {
      isAnswered.current = false;
      onAccepting(false);
      toast.error(answer.error.message);
    } else if (!answer.ok || answer.value.endedAt !== null) {
      onDone();
      toast.message(t('over', { name: nameOf(ring.callerId) }));
    } else {
      sitDown(me.userId, code, callId, kind);
      startGoing(() => router.push(meetHref(code)));
    }
  };
  const decline = async (message: string) => {
    if (isAnswered.current) return;
    isAnswered.current = true;
    onDone();
    const body = { status: 'declined', message };
    const answer = await callApi('PUT', `/calls/${callId}/status`, { workspaceId, body });
    // Settled meanwhile, on another device or by the caller: there is nothing left to decline.
    if (!answer.ok && answer.error.code !== 'not_found')
      toast.error(t('failed', { reason: answer.error.message }));
  };
  return { isPending: isAsking || isGoing, accept, decline };
}
