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

/** What changed as `key: value` pairs, without JSON's quotes where they say nothing. */
export function writeDetail(detail: Readonly<Record<string, unknown>>): string {
  return Object.entries(detail)
    .map(([key, value]) => `${key}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
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
