'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import type { FormEvent, ReactNode } from 'react';

import type { Failure } from '@/lib/core/errors';

import { Banner } from '../ui/banner';
import { Button } from '../ui/button';
import { Dialog, DialogClose } from '../ui/dialog';
import { TextField } from '../ui/field';
import { channelSlug } from './channel-slug';
import { focusNow } from './focus-now';
import { KindChoice } from './kind-choice';

export type Channel = { name: string; topic: string; kind: 'public' | 'private' };

type ChannelDialogProps = {
  title: string;
  submitLabel: string;
  initial?: Channel;
  /** Whether one may say who sees it. */
  hasKind?: boolean;
  /** What stands below, for the kind that is chosen. */
  note?: (kind: Channel['kind']) => ReactNode;
  /** Gets the channel as it will be called. @returns why it was refused; null when it was not, or nothing is to be said */
  onSave: (channel: Channel) => Promise<Failure | null>;
  onClose: () => void;
};

const FORM = 'channel';
const empty: Channel = { name: '', topic: '', kind: 'public' };

/** A channel's name, topic, and who can see it: for one that is made, and one that is changed. */
export function ChannelDialog(props: ChannelDialogProps) {
  const { title, submitLabel, initial = empty, hasKind = true, note, onSave, onClose } = props;
  const t = useTranslations('chat.channel');
  const ui = useTranslations('ui');
  const [name, setName] = useState(initial.name);
  const [topic, setTopic] = useState(initial.topic);
  const [kind, setKind] = useState(initial.kind);
  const [fault, setFault] = useState<Failure | null>(null);
  const [isNameless, setIsNameless] = useState(false);
  const [isPending, setIsPending] = useState(false);
  const channel = channelSlug(name).replace(/-$/, '');

  const save = async (event: FormEvent) => {
    event.preventDefault();
    setIsNameless(channel === '');
    if (channel === '' || isPending) return;
    setIsPending(true);
    setFault(await onSave({ name: channel, topic, kind }));
    setIsPending(false);
  };

  const isNameTaken = fault?.code === 'conflict';
  const nameFault = isNameless
    ? t('nameNeeded')
    : (fault?.fields?.['name'] ?? (isNameTaken ? fault.message : undefined));
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={title}
      footer={
        <>
          <DialogClose>
            <Button>{ui('cancel')}</Button>
          </DialogClose>
          <Button type="submit" form={FORM} variant="primary" pending={isPending}>
            {submitLabel}
          </Button>
        </>
      }
    >
      <form id={FORM} noValidate className="flex flex-col gap-4" onSubmit={(event) => void save(event)}>
        {fault === null || nameFault !== undefined ? null : (
          <Banner tone="red" role="alert">
            {fault.message}
          </Banner>
        )}
        <TextField
          label={t('name')}
          hint={channel === '' ? t('nameEmpty') : t('nameHint', { name: channel })}
          {...(nameFault === undefined ? {} : { error: nameFault })}
          ref={focusNow}
          autoComplete="off"
          maxLength={80}
          value={name}
          onChange={(event) => {
            setName(event.currentTarget.value);
            setFault(null);
            setIsNameless(false);
          }}
        />
        <TextField
          label={t('topic')}
          hint={t('topicHint')}
          autoComplete="off"
          maxLength={250}
          value={topic}
          onChange={(event) => setTopic(event.currentTarget.value)}
        />
        {hasKind ? <KindChoice value={kind} onChange={setKind} /> : null}
        {note?.(kind)}
      </form>
    </Dialog>
  );
}
