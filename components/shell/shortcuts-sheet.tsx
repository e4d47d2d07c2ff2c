'use client';

import { useTranslations } from 'next-intl';

import { Dialog } from '../ui/dialog';
import { Kbd } from '../ui/kbd';
import { setOverlay } from './overlays';
import { useBoundHotkeys } from './use-hotkeys';

/** What the keyboard can do on the present screen, by group. */
export function ShortcutsSheet() {
  const t = useTranslations('shell.shortcuts');
  const groups = Object.entries(Object.groupBy(useBoundHotkeys(), (hotkey) => hotkey.group));
  return (
    <Dialog open onOpenChange={() => setOverlay(null)} title={t('title')}>
      <div className="grid gap-x-8 gap-y-5 sm:grid-cols-2">
        {groups.map(([group, hotkeys = []]) => (
          <section key={group}>
            <h3 className="text-soft mb-1 text-sm font-medium">{group}</h3>
            <ul>
              {hotkeys.map((hotkey) => (
                <li key={hotkey.keys} className="h-row flex items-center justify-between gap-4">
                  <span className="truncate">{hotkey.label}</span>
                  <Kbd keys={hotkey.keys} />
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
