import { invalidRequest, tooLarge } from './errors.ts';

const UNITS: Record<string, number> = { gb: 1e9, mb: 1e6, kb: 1e3, b: 1 };

/**
 * A bucket's limit in bytes, from a number or a text as `20MB` (decimal units, as hosted). Refuses what exceeds the
 * project's own limit.
 */
export function readSizeLimit(limit: number | string, projectLimitBytes: number): number {
  const bytes = typeof limit === 'number' ? limit : bytesOf(limit);
  if (bytes > projectLimitBytes) throw tooLarge();
  return bytes;
}

function bytesOf(text: string): number {
  const [, value = '', unit = ''] = /^(\d+(?:\.\d+)?)(gb|mb|kb|b)$/i.exec(text) ?? [];
  const factor = UNITS[unit.toLowerCase()];
  if (factor === undefined) {
    throw invalidRequest('Invalid file size format, hint: use 20GB / 20MB / 30KB / 3B');
  }
  return Math.round(Number(Number.parseFloat(value).toPrecision(3)) * factor);
}

/** The largest object that a bucket takes: its own limit, never above the project's. */
export const largestOf = (bucketLimit: number | null, projectLimitBytes: number): number =>
  Math.min(bucketLimit ?? projectLimitBytes, projectLimitBytes);
