'use client';

import { SmilePlus } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import type { FormEvent } from 'react';

import type { Failure } from '@/lib/core/errors';

import { endOf, type Expiry } from '../presence/expiry';
import { shortMoment } from '../presence/moments';
import { useOwnStatus, usePresenceStore } from '../presence/presence-provider';
import { Banner } from '../ui/banner';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { Field, TextField } from '../ui/field';
import { Select } from '../ui/select';
import { EmojiLayer, type EmojiRequest } from './emoji-layer';
import { focusNow } from './focus-now';

const FORM = 'own-status';
const MAX_TEXT = 80;

const SUGGESTIONS = [
  { name: 'meeting', emoji: '📅', expiry: 'hour' },
  { name: 'commuting', emoji: '🚌', expiry: 'half-hour' },
  { name: 'remote', emoji: '🏡', expiry: 'today' },
  { name: 'sick', emoji: '🤒', expiry: 'today' },
  { name: 'vacation', emoji: '🏖️', expiry: 'week' },
] as const;

const EXPIRIES = ['never', 'half-hour', 'hour', 'today', 'week'] as const satisfies Expiry[];
type Choice = (typeof EXPIRIES)[number] | 'keep';

/** Sets one's custom status: emoji, words, and when it ends by itself. */
export function StatusDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations('presence.dialog');
  const words = useTranslations('presence');
  const language = useLocale();
  const store = usePresenceStore();
  const before = useOwnStatus();
  const [emoji, setEmoji] = useState(before.emoji);
  const [text, setText] = useState(before.text);
  const [expiry, setExpiry] = useState<Choice>(before.until === null ? 'never' : 'keep');
  const [picking, setPicking] = useState<EmojiRequest | null>(null);
  const [fault, setFault] = useState<Failure | null>(null);
  const [isPending, setIsPending] = useState(false);

  const save = async (custom: { emoji: string; text: string; until: string | null } | null) => {
    setIsPending(true);
    const answer = await store.say({ custom });
    setIsPending(false);
    if (answer.ok) onClose();
    else setFault(answer.error);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isPending) return;
    const until = expiry === 'keep' ? before.until : endOf(expiry, Date.now());
    void save(emoji === '' && text.trim() === '' ? null : { emoji, text, until });
  };
  const kept = before.until === null ? '' : words('until', { time: shortMoment(before.until, language) });
  const choices: Choice[] = before.until === null ? [...EXPIRIES] : ['keep', ...EXPIRIES];
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t('title')}
      footer={
        <>
          {before.emoji === '' ? null : (
            <Button disabled={isPending} onClick={() => void save(null)}>
              {t('clear')}
            </Button>
          )}
          <Button type="submit" form={FORM} variant="primary" pending={isPending}>
            {t('save')}
          </Button>
        </>
      }
    >
      <form id={FORM} noValidate className="flex flex-col gap-4" onSubmit={submit}>
        {fault === null ? null : (
          <Banner tone="red" role="alert">
            {fault.message}
          </Banner>
        )}
        <div className="flex items-start gap-2">
          <Button
            aria-label={emoji === '' ? t('noEmoji') : t('emoji', { emoji })}
            className="mt-6 size-[34px] shrink-0 p-0 text-lg"
            onClick={({ currentTarget }) =>
              setPicking({ anchor: currentTarget, messageId: null, onPick: setEmoji })
            }
          >
            {emoji === '' ? <SmilePlus /> : emoji}
          </Button>
          <TextField
            label={t('text')}
            hint={t('textHint')}
            ref={focusNow}
            autoComplete="off"
            maxLength={MAX_TEXT}
            className="grow"
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
        </div>
        <fieldset className="flex flex-wrap gap-1.5" aria-label={t('suggestions')}>
          {SUGGESTIONS.map((suggestion) => (
            <Button
              key={suggestion.name}
              className="pointer-coarse:h-10"
              onClick={() => {
                setEmoji(suggestion.emoji);
                setText(t(suggestion.name));
                setExpiry(suggestion.expiry);
              }}
            >
              {suggestion.emoji} {t(suggestion.name)}
            </Button>
          ))}
        </fieldset>
        <Field label={t('until')}>
          {(control) => (
            <Select<Choice>
              {...control}
              options={choices.map((value) => ({
                value,
                label: value === 'keep' ? t('keep', { until: kept }) : t(value),
              }))}
              value={expiry}
              onValueChange={setExpiry}
            />
          )}
        </Field>
      </form>
      <EmojiLayer request={picking} onClose={() => setPicking(null)} />
    </Dialog>
  );
}
