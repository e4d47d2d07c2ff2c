'use client';

import { useTranslations } from 'next-intl';
import { startTransition, useOptimistic } from 'react';

import { FEATURES, type Feature } from '@/lib/core/features';
import { setFeature } from '@/lib/workspaces/actions';

import { Switch } from '../../ui/switch';
import { toast } from '../../ui/toast';

/** What the workspace uses; each switch takes effect at once and can be undone in its toast. */
export function FeatureSwitches({
  workspaceId,
  features,
}: {
  workspaceId: string;
  features: readonly string[];
}) {
  const t = useTranslations('settings.features');
  const [shown, apply] = useOptimistic(
    features,
    (now: readonly string[], [feature, isOn]: [Feature, boolean]) =>
      isOn ? [...now, feature] : now.filter((key) => key !== feature),
  );
  const change = (feature: Feature, isOn: boolean) => {
    startTransition(async () => {
      apply([feature, isOn]);
      const result = await setFeature(workspaceId, feature, isOn).catch(() => null);
      if (!result?.ok) {
        toast.error(result?.error.message ?? t('unreachable'));
        return;
      }
      toast.success(t(isOn ? 'switchedOn' : 'switchedOff', { feature: t(`${feature}.label`) }), {
        action: { label: t('undo'), onClick: () => change(feature, !isOn) },
      });
    });
  };
  return (
    <ul className="flex flex-col gap-4">
      {FEATURES.map((feature) => (
        <li key={feature}>
          <Switch
            label={t(`${feature}.label`)}
            hint={t(`${feature}.hint`)}
            checked={shown.includes(feature)}
            onChange={(event) => change(feature, event.currentTarget.checked)}
          />
        </li>
      ))}
    </ul>
  );
}
