import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const LIMIT_MS = 5 * 60_000;

/**
 * Installs a package of Debian where that can be done without asking: as root, on Debian. Services in it are not started.
 * Whether it is there then is the caller's to look at.
 */
export function installDebianPackage(name: string, say: (message: string) => void): void {
  if (process.getuid?.() !== 0 || !existsSync('/etc/debian_version')) return;
  say(`Installing Debian's package ${name} …`);
  // In the runlevel for maintenance, invoke-rc.d starts nothing.
  const env = Object.assign({ ...process.env }, { DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' });
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', name]]) {
    spawnSync('apt-get', ['-q', ...args], { timeout: LIMIT_MS, stdio: 'ignore', env });
  }
}
