// `node scripts/run.mjs NAME [args]` runs scripts/NAME.ts on a Node that can read TypeScript: the current
// one when it is new enough, else the one that npm installed.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

function readsTypeScript(version) {
  const [major, minor] = version.split('.').map(Number);
  return major > 22 || (major === 22 && minor >= 18);
}

function findNode() {
  if (readsTypeScript(process.versions.node)) return process.execPath;
  const file = process.platform === 'win32' ? 'node.exe' : 'node';
  const system = process.platform === 'win32' ? 'win' : process.platform;
  const packages = [`node-${system}-${process.arch}`, `node-bin-${system}-${process.arch}`];
  return packages
    .map((name) => path.join(root, 'node_modules', name, 'bin', file))
    .find((candidate) => fs.existsSync(candidate));
}

/** The parent and, where the system shows it, its parent: npm, mostly behind a shell. Killed with -9 it tells nobody, but this changes. */
function ancestors() {
  try {
    const stat = fs.readFileSync(`/proc/${process.ppid}/stat`, 'utf8');
    const parentOfParent = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1];
    return `${process.ppid} ${parentOfParent}`;
  } catch {
    return String(process.ppid);
  }
}

const [name, ...args] = process.argv.slice(2);
const script = path.join(root, 'scripts', `${name}.ts`);
if (!name || !/^[a-z-]+$/.test(name) || !fs.existsSync(script)) {
  process.stderr.write(`There is no scripts/${name ?? 'NAME'}.ts to run.\n`);
  process.exit(2);
}
const node = findNode();
if (!node) {
  process.stderr.write(
    `Parley runs on Node 22.18 or newer; this is ${process.version}, and npm has no Node 24 for ` +
      `${process.platform}-${process.arch} here. Run "npm install", or install Node 24 from https://nodejs.org.\n`,
  );
  process.exit(1);
}

// The ipc channel tells the script when this process is killed; whatever the script starts by the name
// `node` must be the same Node.
const child = spawn(node, [script, ...args], {
  stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  env: { ...process.env, PATH: `${path.dirname(node)}${path.delimiter}${process.env.PATH ?? ''}` },
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => child.kill(signal));
}
if (process.env.npm_lifecycle_event) {
  const before = ancestors();
  setInterval(() => {
    if (ancestors() !== before) child.kill('SIGTERM');
  }, 1000).unref();
}
child.on('error', (error) => {
  process.stderr.write(`${node} does not start: ${error.message}\n`);
  process.exit(1);
});
child.on('exit', (code, signal) => {
  if (signal) {
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  } else {
    process.exit(code ?? 1);
  }
});
