/** One line of the audit log as it is shown. */
export type AuditRow = {
  id: number;
  at: string;
  /** Null for changes that did not come through the app. */
  who: string | null;
  action: string;
  object: string;
  detail: string;
  address: string | null;
};

/** What changed as `key: value` pairs, without JSON's quotes where they say nothing; ids of members as their names. */
export function writeDetail(
  detail: Readonly<Record<string, unknown>>,
  names: ReadonlyMap<string, string>,
): string {
  const write = (value: unknown): string => {
    if (typeof value === 'string') return names.get(value) ?? value;
    return Array.isArray(value) ? value.map(write).join(', ') : JSON.stringify(value);
  };
  return Object.entries(detail)
    .map(([key, value]) => `${key}: ${write(value)}`)
    .join(' · ');
}

/** The rows that have every word of the query somewhere. */
export function filterAudit(rows: readonly AuditRow[], query: string): AuditRow[] {
  const words = query.toLowerCase().split(/\s+/);
  return rows.filter(({ who, action, object, detail, address }) => {
    const text = `${who ?? ''} ${action} ${object} ${detail} ${address ?? ''}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
