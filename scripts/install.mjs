// Installs what is missing, before every command that needs it. Runs on whatever Node starts it and
// imports nothing that would have to be installed. Old syntax on purpose: an old Node must still be
// able to print why it is too old.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const modules = path.join(root, 'node_modules');
const lockDir = path.join(modules, '.parley-installing');
const OLDEST_NODE = 20;
const WAIT_LIMIT_MS = 15 * 60 * 1000;

function fail(message) {
  process.stderr.write(message + '\n');
  process.exit(1);
}

function readJson(file) {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8'));
  } catch (error) {
    if (error.code === 'ENOENT' || error instanceof SyntaxError) return null;
    throw error;
  }
}

function allows(rule, value) {
  if (!rule) return true;
  const list = [].concat(rule);
  const wanted = list.filter((item) => !item.startsWith('!'));
  return !list.includes('!' + value) && (wanted.length === 0 || wanted.includes(value));
}

/** A lock entry without `os`/`cpu` fits everywhere; `libc` is npm's business. */
function fitsThisMachine(entry) {
  return allows(entry.os, process.platform) && allows(entry.cpu, process.arch);
}

/** Names the first package in which node_modules differs from package-lock.json; null when it is complete. */
function firstDifference() {
  const wanted = readJson(path.join(root, 'package-lock.json'));
  if (!wanted) fail('package-lock.json is missing or broken; restore it (git checkout package-lock.json).');
  const installed = readJson(path.join(modules, '.package-lock.json'));
  if (!installed) return 'everything';
  const names = Object.keys(wanted.packages).filter((name) => name !== '');
  for (const name of names) {
    const entry = wanted.packages[name];
    const present = installed.packages[name];
    if (!present && entry.optional) continue;
    if (!present || present.version !== entry.version || present.integrity !== entry.integrity) return name;
    if (!entry.link && !fs.existsSync(path.join(root, name, 'package.json'))) return name;
  }
  return null;
}

/** This machine's Node 24 is optional for npm, but not for Parley when the current Node is too old. */
function lacksNode() {
  const parts = process.versions.node.split('.').map(Number);
  if (parts[0] > 22 || (parts[0] === 22 && parts[1] >= 18)) return false;
  const manifest = readJson(path.join(root, 'package.json')) || {};
  const lock = readJson(path.join(root, 'package-lock.json'));
  return Object.keys(manifest.optionalDependencies || {}).some((name) => {
    const entry = lock.packages['node_modules/' + name];
    return (
      name.startsWith('node-') &&
      entry &&
      fitsThisMachine(entry) &&
      !fs.existsSync(path.join(modules, name, 'package.json'))
    );
  });
}

function needsInstall() {
  return firstDifference() !== null || lacksNode();
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function sleep(ms) {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

/** Takes the right to install; waits while another process that still lives has it. */
function takeLock() {
  fs.mkdirSync(modules, { recursive: true });
  const owner = path.join(lockDir, 'pid');
  const startedAt = Date.now();
  let told = false;
  for (;;) {
    try {
      fs.mkdirSync(lockDir);
      fs.writeFileSync(owner, String(process.pid));
      return;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    const pid = Number(fs.existsSync(owner) ? fs.readFileSync(owner, 'utf8') : 0);
    const ageMs = lockAgeMs();
    // Without a pid yet its owner is between two system calls, or died there.
    const dead = pid > 0 ? !isAlive(pid) : ageMs > 5000;
    if (dead) {
      fs.rmSync(lockDir, { recursive: true, force: true });
      continue;
    }
    if (Date.now() - startedAt > WAIT_LIMIT_MS) {
      fail('Another installation (process ' + pid + ') has not finished; stop it and start again.');
    }
    if (!told) {
      process.stderr.write('Waiting for another installation (process ' + pid + ') …\n');
      told = true;
    }
    sleep(200);
  }
}

function lockAgeMs() {
  try {
    return Date.now() - fs.statSync(lockDir).mtimeMs;
  } catch (error) {
    if (error.code === 'ENOENT') return 0;
    throw error;
  }
}

function runNpm() {
  // --no-save: an older npm would rewrite the lock file in its own dialect.
  const args = [
    'install',
    '--no-audit',
    '--no-fund',
    '--include=dev',
    '--include=optional',
    '--no-save',
    '--loglevel=error',
  ];
  const npm = process.env.npm_execpath;
  const byNode = npm && /npm-cli\.[cm]?js$/.test(npm);
  const result = byNode
    ? spawnSync(process.execPath, [npm].concat(args), { cwd: root, stdio: 'inherit' })
    : spawnSync('npm', args, { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' });
  if (result.error && result.error.code === 'ENOENT')
    fail('npm is missing; it comes with Node from https://nodejs.org.');
  if (result.signal) fail('The installation was interrupted.');
  if (result.status !== 0) {
    fail(
      'npm could not install the packages (see above). It needs the npm registry once; then run the command again.',
    );
  }
}

function install() {
  takeLock();
  try {
    if (!needsInstall()) return;
    process.stderr.write('Installing packages (once, about a minute) …\n');
    runNpm();
    const difference = firstDifference();
    if (difference)
      fail(
        'npm finished, but ' +
          difference +
          ' is not what package-lock.json says. Delete node_modules and try again.',
      );
  } finally {
    fs.rmSync(lockDir, { recursive: true, force: true });
  }
}

/** Uses the hooks of this repository, unless its owner chose others. */
function useHooks() {
  if (process.env.CI || !fs.existsSync(path.join(root, '.git'))) return;
  const git = (args) => spawnSync('git', args, { cwd: root, encoding: 'utf8' });
  const current = git(['config', '--get', 'core.hooksPath']);
  // Status 1 = not set; anything else means git is missing, distrusts the folder, or hooks are set.
  if (current.status !== 1) return;
  git(['config', '--local', 'core.hooksPath', '.githooks']);
}

if (Number(process.versions.node.split('.')[0]) < OLDEST_NODE) {
  fail(
    'Parley needs Node ' +
      OLDEST_NODE +
      ' or newer to start (this is ' +
      process.version +
      '). Get it from https://nodejs.org.',
  );
}
if (fs.existsSync(lockDir) || needsInstall()) install();
useHooks();
