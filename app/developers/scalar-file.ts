import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

const folder = join(process.cwd(), 'node_modules', '@scalar', 'api-reference');

/** The API reference's program as one file that needs nothing else. */
export const readScalar = (): Promise<Buffer<ArrayBuffer>> =>
  readFile(join(folder, 'dist', 'browser', 'standalone.js'));

/** Its version, which stands in its address, so that it can be kept for ever. */
export async function scalarVersion(): Promise<string> {
  const about: unknown = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  return typeof about === 'object' && about !== null && 'version' in about ? String(about.version) : '';
}
