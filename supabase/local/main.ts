import { enableCompileCache, findPackageJSON } from 'node:module';
import { dirname, join } from 'node:path';

// Kept for the next start, which takes half the time with it, where caches of npm packages usually lie.
const anyPackage = findPackageJSON('pg', import.meta.url);
if (anyPackage !== undefined) {
  enableCompileCache(join(dirname(dirname(anyPackage)), '.cache', 'embedded-supabase'));
}
await import('./command.ts');
