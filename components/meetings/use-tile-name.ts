'use client';

import { useTranslations } from 'next-intl';

import { useNaming } from '../chat/use-naming';
import type { StageItem } from './stage-plan';

/** What stands below a tile. */
export function useTileName({ kind, tile }: Pick<StageItem, 'kind' | 'tile'>): string {
  const t = useTranslations('meetings.tile');
  const name = useNaming().nameOf(tile.memberId);
  if (kind === 'screen') return t('screen', { name });
  return tile.isSelf ? t('self', { name }) : name;
}
