import { networkInterfaces } from 'node:os';
import { parseArgs } from 'node:util';

import { findLanAddress, type LanAddress } from './lan-address.ts';

/**
 * Where `--lan` or `--lan=ADDRESS` opens the instance to; null without it.
 * @throws Error for any other argument, and when there is no such address
 */
export function readLanOption(args: readonly string[]): LanAddress | null {
  // Alone it takes no value, which parseArgs has no type for.
  const given = args.map((arg) => (arg === '--lan' ? '--lan=' : arg));
  const { values } = parseArgs({ args: given, options: { lan: { type: 'string' } } });
  if (values.lan === undefined) return null;
  return findLanAddress(networkInterfaces(), values.lan === '' ? null : values.lan);
}
