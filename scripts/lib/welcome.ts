import { z } from 'zod';

import type { Instance } from './instance.ts';
import { AUTHORITY_PATH } from './lan/lan-front.ts';

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

function lanNotes(url: string): string[] {
  return [
    'Every device in this network reaches it there, and whoever opens it can sign in as the people of the demo.',
    'Browsers warn of the certificate, because this machine made it: go on all the same, or let the device trust',
    `${url}${AUTHORITY_PATH}`,
  ];
}

/** What a person needs to know once Parley runs: where, as whom, where the mails are. */
export function welcome(
  instance: Pick<Instance, 'url' | 'inboxUrl' | 'demoPeople' | 'relayNote'>,
  dataDir: string,
  isOnLan: boolean,
): string {
  const people = instance.demoPeople === '' ? [] : peopleSchema.parse(JSON.parse(instance.demoPeople));
  const lines = ['', `Parley runs at ${instance.url}`, ''];
  if (isOnLan) lines.push(...lanNotes(instance.url), '');
  if (people.length > 0) {
    lines.push(
      'Sign in as',
      ...table(people.map(({ name, email, password, note }) => [name, email, password, note])),
      '',
    );
  }
  lines.push(
    `Every mail it sends: ${instance.inboxUrl}`,
    instance.relayNote,
    `Data and logs: ${dataDir}`,
    'Ctrl-C stops it.',
    '',
  );
  return lines.join('\n');
}
