import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of this checkout. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** Where builds are kept; git-ignored, may be deleted while nothing runs. */
export const buildsDir = join(root, '.builds');
