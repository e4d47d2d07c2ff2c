import { invalidRange } from './errors.ts';

/** Both ends belong to it. */
export type ByteRange = { from: number; to: number };

/**
 * The part of a file that the header `Range` asks for (RFC 9110, section 14). Null means all of it: there is no header,
 * or one that need not be heeded, as S3 does not heed several ranges. What lies outside is refused with 416.
 */
export function readRange(header: string | undefined, sizeBytes: number): ByteRange | null {
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (first === '' && last === '') return null;
  if (first === '') {
    const length = Math.min(Number(last), sizeBytes);
    if (length === 0) throw invalidRange();
    return { from: sizeBytes - length, to: sizeBytes - 1 };
  }
  const from = Number(first);
  const to = last === '' ? sizeBytes - 1 : Math.min(Number(last), sizeBytes - 1);
  if (last !== '' && Number(last) < from) return null;
  if (from >= sizeBytes) throw invalidRange();
  return { from, to };
}
