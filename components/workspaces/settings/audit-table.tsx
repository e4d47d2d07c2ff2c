'use client';

import { Search } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useDeferredValue, useMemo, useState } from 'react';

import { Input } from '../../ui/input';
import { filterAudit, type AuditRow } from './audit-row';
import { LocalTime } from './local-time';

const cell = 'border-line-fine border-b px-2 py-2 align-top first:pl-3 last:pr-3 md:first:pl-5 md:last:pr-5';

/** One page of the audit log, newest first, with a filter by text. On a phone each entry is a block of lines. */
export function AuditTable({ rows }: { rows: readonly AuditRow[] }) {
  const t = useTranslations('settings.audit');
  const [query, setQuery] = useState('');
  const searched = useDeferredValue(query);
  const found = useMemo(() => filterAudit(rows, searched), [rows, searched]);
  return (
    <>
      <search className="block px-3 py-3 md:px-5">
        <div className="relative max-w-sm">
          <Search className="text-soft pointer-events-none absolute top-1/2 left-2.5 size-4 -translate-y-1/2" />
          <Input
            type="search"
            aria-label={t('filter')}
            placeholder={t('filter')}
            value={query}
            onChange={(event) => setQuery(event.currentTarget.value)}
            className="pl-8"
          />
        </div>
      </search>
      {found.length > 0 ? (
        <AuditRows rows={found} />
      ) : (
        <output className="text-soft block px-3 py-2 md:px-5">
          {rows.length === 0 ? t('empty') : t('none', { query })}
        </output>
      )}
    </>
  );
}

function AuditRows({ rows }: { rows: readonly AuditRow[] }) {
  const t = useTranslations('settings.audit');
  const head =
    'bg-background text-soft border-line sticky top-0 border-b px-2 py-1.5 font-medium first:pl-5 last:pr-5';
  return (
    <table aria-label={t('table')} className="w-full border-separate border-spacing-0 text-left text-sm">
      <thead className="max-md:sr-only">
        <tr>
          {(['when', 'who', 'what', 'object', 'details', 'address'] as const).map((key) => (
            <th key={key} scope="col" className={head}>
              {t(key)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ id, at, who, action, object, detail, address }) => (
          <tr
            key={id}
            className="hover:bg-hover/60 max-md:border-line-fine max-md:block max-md:border-b max-md:px-3 max-md:py-2"
          >
            <td className={`${cell} text-soft ${stacked}`}>
              <LocalTime iso={at} />
            </td>
            <td className={`${cell} ${stacked} whitespace-nowrap`}>
              {who ?? <span className="text-soft italic">{t('outside')}</span>}
            </td>
            <td className={`${cell} ${stacked} font-mono text-xs leading-5 whitespace-nowrap`}>{action}</td>
            <td className={`${cell} ${stacked} text-soft max-w-40 truncate max-md:max-w-full`} title={object}>
              {object}
            </td>
            <td className={`${cell} ${stacked} text-soft wrap-anywhere`}>{detail}</td>
            <td className={`${cell} ${stacked} text-soft font-mono text-xs leading-5`}>{address}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const stacked = 'max-md:block max-md:border-0 max-md:p-0 max-md:empty:hidden max-md:first:pl-0';
