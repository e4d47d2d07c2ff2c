import { parseArgs } from 'node:util';

import { loadKeys, saveKeys } from './keys.ts';
import type { SigningKeys } from './signing-keys.ts';
import { prepareStandby, revokeKey, rotateKeys } from './signing-keys.ts';

const USAGE = `node supabase/local/rotate-keys.ts --data-dir X COMMAND

  status        the keys: which signs, which stands by, which only verify
  standby       makes a key that stands by; it is published at once
  rotate        the key that stands by signs from now on; the one before goes on verifying
  revoke KID    ends a key, and every token it signed

A running stack takes the change over within a second.`;

function change(keys: SigningKeys, command: string, kid: string | undefined): SigningKeys {
  if (command === 'status') return keys;
  if (command === 'standby') return prepareStandby(keys);
  if (command === 'rotate') return rotateKeys(keys);
  if (command === 'revoke' && kid !== undefined) return revokeKey(keys, kid);
  throw new Error(USAGE);
}

try {
  const { values, positionals } = parseArgs({
    options: { 'data-dir': { type: 'string' } },
    allowPositionals: true,
  });
  const [command = '', kid] = positionals;
  const dataDir = values['data-dir'];
  if (dataDir === undefined) throw new Error(USAGE);
  const keys = await loadKeys(dataDir);
  const changed = change(keys, command, kid);
  if (changed !== keys) await saveKeys(dataDir, { ...keys, ...changed });
  const { signingKey, standbyKey, previousKeys } = changed;
  const previous = previousKeys.map((key) => key.kid);
  const state = { inUse: signingKey.kid, standby: standbyKey?.kid ?? null, previous };
  process.stdout.write(`${JSON.stringify(state)}\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
