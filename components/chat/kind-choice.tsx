'use client';

import { Hash, Lock } from 'lucide-react';
import { useTranslations } from 'next-intl';

type Kind = 'public' | 'private';

const icons = { public: <Hash />, private: <Lock /> };

/** Who can see a channel: two radio buttons that say what they mean. */
export function KindChoice({ value, onChange }: { value: Kind; onChange: (kind: Kind) => void }) {
  const t = useTranslations('chat.channel');
  return (
    <fieldset>
      <legend className="mb-1.5 text-sm font-medium">{t('kind')}</legend>
      <div className="grid gap-2 sm:grid-cols-2">
        {(['public', 'private'] as const).map((kind) => (
          <label
            key={kind}
            className="border-line has-checked:border-accent has-checked:bg-tint has-focus-visible:outline-accent flex cursor-pointer items-start gap-2.5 rounded-lg border p-2.5 has-focus-visible:outline-2 [&>.lucide]:mt-0.5 [&>.lucide]:size-4 [&>.lucide]:shrink-0"
          >
            <input
              type="radio"
              name="kind"
              value={kind}
              checked={value === kind}
              onChange={() => onChange(kind)}
              className="sr-only"
            />
            {icons[kind]}
            <span>
              <span className="block font-medium">{t(kind)}</span>
              <span className="text-soft block text-sm">{t(`${kind}Hint`)}</span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
