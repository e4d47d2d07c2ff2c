import { useId } from 'react';
import type { ReactNode } from 'react';

/** One part of the settings: what it is about at the left, its controls at the right (below it on a phone). */
export function SettingsSection({
  title,
  hint,
  children,
}: {
  title: string;
  hint: ReactNode;
  children: ReactNode;
}) {
  const id = useId();
  return (
    <section
      aria-labelledby={id}
      className="border-line grid gap-x-10 gap-y-4 border-b pb-8 last:border-b-0 lg:grid-cols-[220px_minmax(0,1fr)]"
    >
      <div>
        <h2 id={id} className="font-semibold">
          {title}
        </h2>
        <p className="text-soft mt-1 text-sm text-pretty">{hint}</p>
      </div>
      <div className="max-w-md min-w-0">{children}</div>
    </section>
  );
}
