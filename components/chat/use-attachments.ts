'use client';

import { useEffect, useState } from 'react';

import { useHub } from '../realtime/realtime-provider';
import { useStore } from '../realtime/store';
import { Attachments } from './attachments';
import { useFrame } from './chat-providers';

const places = new Map<string, Attachments>();

/** What is about to be sent in a conversation. */
export function useAttachments(conversationId: string) {
  const hub = useHub();
  const { id: workspaceId, me } = useFrame();
  const key = `${me.id} ${conversationId}`;
  const attachments = places.get(key) ?? new Attachments({ hub, workspaceId, conversationId });
  places.set(key, attachments);
  const list = useStore(attachments.list);
  return {
    attachments,
    list,
    isBusy: list.some(({ sent, failure }) => sent === null && failure === null),
    isFailed: list.some(({ failure }) => failure !== null),
  };
}

const hasFiles = ({ dataTransfer }: DragEvent): boolean => dataTransfer?.types.includes('Files') ?? false;

/** Takes files that are dropped anywhere on the page. @returns whether some are being dragged over it */
export function useFileDrop(onFiles: (files: readonly File[]) => void): boolean {
  const [isOver, setIsOver] = useState(false);
  useEffect(() => {
    const control = new AbortController();
    const { signal } = control;
    const over = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setIsOver(true);
    };
    const leave = (event: DragEvent) => event.relatedTarget === null && setIsOver(false);
    const drop = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setIsOver(false);
      onFiles([...(event.dataTransfer?.files ?? [])]);
    };
    document.addEventListener('dragover', over, { signal });
    document.addEventListener('dragleave', leave, { signal });
    document.addEventListener('drop', drop, { signal });
    return () => control.abort();
  }, [onFiles]);
  return isOver;
}
