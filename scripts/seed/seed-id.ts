import { createHash } from 'node:crypto';

/**
 * A UUID (version 8, RFC 9562) made from names: the same names give the same id, so that a seed which was cut
 * short goes on where it stopped, every command being safe to repeat.
 */
export function seedId(...names: readonly (string | number)[]): string {
  const hex = createHash('sha256').update(names.join('/')).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
