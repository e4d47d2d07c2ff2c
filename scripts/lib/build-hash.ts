import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Folders whose content ends up in the build. */
const FOLDERS = new Set(['app', 'components', 'lib', 'messages', 'public', 'types']);
const ROOT_FILES =
  /^(?:next\.config|postcss\.config|tailwind\.config|tsconfig|proxy|instrumentation|mdx-components|package|package-lock)[\w-]*\.(?:ts|tsx|mjs|js|json)$/;
const TEST_FILE = /\.test\.tsx?$/;

function filesBelow(root: string, folder: string): string[] {
  const entries = readdirSync(join(root, folder), { withFileTypes: true });
  return entries.flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    return entry.isDirectory() ? filesBelow(root, path) : [path];
  });
}

function buildInputs(root: string): string[] {
  const entries = readdirSync(root, { withFileTypes: true });
  const files = entries.flatMap((entry) => {
    if (entry.isDirectory()) return FOLDERS.has(entry.name) ? filesBelow(root, entry.name) : [];
    return ROOT_FILES.test(entry.name) ? [entry.name] : [];
  });
  return files.filter((file) => !TEST_FILE.test(file)).toSorted();
}

/** Names the build that the present source gives: equal source, equal name (16 hex digits). */
export function buildHash(root: string): string {
  const hash = createHash('sha256');
  for (const file of buildInputs(root)) {
    const content = readFileSync(join(root, file));
    hash.update(`${file}\0${content.length}\0`);
    hash.update(content);
  }
  return hash.digest('hex').slice(0, 16);
}
