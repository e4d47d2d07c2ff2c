'use client';

import { useTranslations } from 'next-intl';

import type { TimelineItem } from '@/lib/chat/timeline';

import { Button } from '../ui/button';
import { useMessageTools } from './message-actions';
import { useWritten } from './use-written';
import { WritingField } from './writing-field';

/** A message being changed, in its place. Enter saves, Esc leaves it as it was. */
export function MessageEditor({ item }: { item: TimelineItem }) {
  const t = useTranslations('chat.editor');
  const { actions } = useMessageTools();
  const written = useWritten(item.body);

  const save = () => {
    const { body } = written;
    if (body.trim() === '') return;
    if (body === item.body) {
      actions.endEdit();
      return;
    }
    actions.saveEdit(item.id, body);
  };

  return (
    <div className="border-accent bg-raised my-1 rounded-lg border">
      <WritingField
        label={t('label')}
        text={written.text}
        onTextChange={written.setText}
        onPick={written.pick}
        onSubmit={save}
        onEscape={actions.endEdit}
        takesFocus
      />
      <div className="flex items-center justify-end gap-2 p-1.5">
        <span className="text-soft grow pl-1.5 text-xs pointer-coarse:hidden">{t('hint')}</span>
        <Button size="sm" onClick={actions.endEdit}>
          {t('cancel')}
        </Button>
        <Button size="sm" variant="primary" onClick={save}>
          {t('save')}
        </Button>
      </div>
    </div>
  );
}
