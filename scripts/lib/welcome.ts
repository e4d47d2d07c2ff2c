import { z } from 'zod';

import type { Instance } from './instance.ts';

const peopleSchema = z.array(
  z.object({ key: z.string(), name: z.string(), email: z.string(), password: z.string(), note: z.string() }),
);

function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_cell, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  );
  return rows.map((row) =>
    `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('   ')}`.trimEnd(),
  );
}

/** What a person needs to know once Parley runs: where, as whom, where the mails are. */
export function welcome(
  instance: Pick<Instance, 'url' | 'inboxUrl' | 'demoPeople'>,
  dataDir: string,
): string {
  const people = instance.demoPeople === '' ? [] : peopleSchema.parse(JSON.parse(instance.demoPeople));
  const lines = ['', `Parley runs at ${instance.url}`, ''];
  if (people.length > 0) {
    lines.push(
      'Sign in as',
      ...table(people.map(({ name, email, password, note }) => [name, email, password, note])),
      '',
    );
  }
  lines.push(
    `Every mail it sends: ${instance.inboxUrl}`,
    `Data and logs: ${dataDir}`,
    'Ctrl-C stops it.',
    '',
  );
  return lines.join('\n');
}
