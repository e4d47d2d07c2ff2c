import { unwatchFile, watchFile } from 'node:fs';
import { join } from 'node:path';

import type { Log, StackKeys } from './context.ts';
import { loadKeys } from './keys.ts';

const lookEveryMs = 500;

/** Takes over signing keys that the rotation command writes while the stack runs, into `keys` itself. */
export function followKeys(dataDir: string, keys: StackKeys, log: Log): () => void {
  const path = join(dataDir, 'keys.json');
  const takeOver = async () => {
    const { signingKey, standbyKey, previousKeys } = await loadKeys(dataDir);
    Object.assign(keys, { signingKey, standbyKey, previousKeys });
    log('info', 'signing keys changed', { inUse: signingKey.kid });
  };
  const onChange = () => {
    takeOver().catch((error: unknown) => {
      log('error', 'the changed keys cannot be read; the ones before stay', { error: String(error) });
    });
  };
  watchFile(path, { interval: lookEveryMs, persistent: false }, onChange);
  return () => {
    unwatchFile(path, onChange);
  };
}
