import { every } from '../clock.ts';
import type { Cancel, Clock } from '../clock.ts';
import { createTrustedKeys } from '../signing-keys.ts';
import type { SigningKeys } from '../signing-keys.ts';

const lookEveryMs = 500;

/** Calls `onChange` soon after the keys that tokens are verified with have changed, in whatever way. */
export function watchKeys(keys: SigningKeys, clock: Clock, onChange: () => void): Cancel {
  const trusted = createTrustedKeys(keys);
  let seen = trusted.version();
  return every(clock, lookEveryMs, () => {
    const version = trusted.version();
    if (version === seen) return;
    seen = version;
    onChange();
  });
}
