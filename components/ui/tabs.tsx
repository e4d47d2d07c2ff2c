'use client';

import { Tabs as Base } from '@base-ui/react/tabs';
import type { ReactNode } from 'react';

type TabsProps = {
  tabs: readonly { value: string; label: ReactNode; content: ReactNode }[];
  defaultValue?: string;
  value?: string;
  onValueChange?: (value: string) => void;
  /** Accessible name of the row of tabs. */
  label: string;
};

/** Views of one thing, underlined; arrow keys move between them. */
export function Tabs({ tabs, defaultValue, value, onValueChange, label }: TabsProps) {
  return (
    <Base.Root
      value={value}
      defaultValue={defaultValue ?? tabs[0]?.value}
      onValueChange={(next: string) => onValueChange?.(next)}
    >
      <Base.List aria-label={label} className="border-line relative flex gap-4 border-b">
        {tabs.map((tab) => (
          <Base.Tab
            key={tab.value}
            value={tab.value}
            className="text-soft hover:text-ink data-active:text-ink h-9 font-medium outline-offset-0 transition-colors"
          >
            {tab.label}
          </Base.Tab>
        ))}
        <Base.Indicator className="bg-accent absolute -bottom-px left-0 h-0.5 w-(--active-tab-width) translate-x-(--active-tab-left) transition-all duration-100" />
      </Base.List>
      {tabs.map((tab) => (
        <Base.Panel key={tab.value} value={tab.value} className="pt-4">
          {tab.content}
        </Base.Panel>
      ))}
    </Base.Root>
  );
}
