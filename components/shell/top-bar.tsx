import { ChevronLeft } from 'lucide-react';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import type { ReactNode } from 'react';

type TopBarProps = {
  title: ReactNode;
  icon?: ReactNode;
  /** A quieter line after the title: topic, purpose. Cut when there is no room, absent on a phone. */
  detail?: ReactNode;
  /** Where the phone's back button leads: the area's list. */
  back?: string;
  /** Buttons at the right, the most important first. */
  actions?: ReactNode;
};

/** The 52 px line above the main pane. */
export function TopBar({ title, icon, detail, back, actions }: TopBarProps) {
  const t = useTranslations('shell');
  return (
    <header className="h-bar border-line flex shrink-0 items-center gap-2.5 border-b px-3 md:px-5">
      {back === undefined ? null : (
        <Link
          href={back}
          aria-label={t('back')}
          className="text-soft -ml-1 grid size-9 shrink-0 place-items-center rounded md:hidden"
        >
          <ChevronLeft className="size-5" />
        </Link>
      )}
      {icon === undefined ? null : <span className="shrink-0 [&_.lucide]:size-[18px]">{icon}</span>}
      <h1 className="text-md min-w-0 truncate font-semibold max-md:grow md:max-w-[60%] md:shrink-0">
        {title}
      </h1>
      <div className="text-soft min-w-0 grow truncate text-sm max-md:hidden">{detail}</div>
      {actions === undefined ? null : <div className="flex shrink-0 items-center gap-1.5">{actions}</div>}
    </header>
  );
}
