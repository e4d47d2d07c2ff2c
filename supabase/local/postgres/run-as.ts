import { spawnSync } from 'node:child_process';
import { lstatSync, readFileSync } from 'node:fs';
import { chown, lchown, lstat, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/**
 * How a Postgres program is started. Postgres refuses user id 0 and wants to own its files, so as root (and as a
 * user without an entry in /etc/passwd, which initdb refuses) the command is wrapped.
 */
export type RunAs = {
  how: 'directly' | 'user namespace' | 'setpriv' | 'setuid';
  /** Goes before the program and its arguments. */
  prefix: readonly string[];
  /** Options of `spawn`. */
  uid?: number;
  gid?: number;
  /** Who must own the cluster's files, as seen from this process; null: whoever we are. */
  owner: { uid: number; gid: number } | null;
};

type Account = { name: string; uid: number; gid: number };

function accounts(): Account[] {
  let passwd: string;
  try {
    passwd = readFileSync('/etc/passwd', 'utf8');
  } catch {
    return [];
  }
  return passwd.split('\n').flatMap((line) => {
    const [name, , uid, gid] = line.split(':');
    if (name === undefined || uid === undefined || gid === undefined || !/^\d+$/.test(uid + gid)) return [];
    return [{ name, uid: Number(uid), gid: Number(gid) }];
  });
}

function nearestExisting(path: string): string {
  for (let at = path; ; at = dirname(at)) {
    if (lstatSync(at, { throwIfNoEntry: false }) !== undefined || at === dirname(at)) return at;
  }
}

function works(runAs: RunAs, program: string, folder: string): boolean {
  const script = 'test -x "$1" && test -x "$2" && test "$(id -u)" != 0 && "$1" --version';
  const wrapped = [...runAs.prefix, '/bin/sh', '-c', script, 'sh', program, nearestExisting(folder)];
  const [command = '', ...rest] = wrapped;
  const identity =
    runAs.uid === undefined || runAs.gid === undefined ? {} : { uid: runAs.uid, gid: runAs.gid };
  return spawnSync(command, rest, { stdio: 'ignore', timeout: 10_000, ...identity }).status === 0;
}

function unshare(account: Account, owner: RunAs['owner']): RunAs {
  const prefix = ['unshare', '--user', `--map-user=${account.uid}`, `--map-group=${account.gid}`, '--'];
  return { how: 'user namespace', prefix, owner };
}

// dac_override lets the server enter folders that only root may (mode 0700) although it is not root itself.
function setpriv(uid: number, gid: number): RunAs {
  const prefix = [
    'setpriv',
    `--reuid=${uid}`,
    `--regid=${gid}`,
    '--clear-groups',
    '--inh-caps=-all,+dac_override',
    '--ambient-caps=+dac_override',
    '--',
  ];
  return { how: 'setpriv', prefix, owner: { uid, gid } };
}

function setuid(uid: number, gid: number): RunAs {
  return { how: 'setuid', prefix: [], uid, gid, owner: { uid, gid } };
}

function candidates(clusterDir: string): RunAs[] {
  const uid = process.getuid?.();
  const known = accounts().filter((account) => account.uid !== 0);
  if (uid === undefined) return [{ how: 'directly', prefix: [], owner: null }];
  if (uid !== 0) {
    const direct: RunAs = { how: 'directly', prefix: [], owner: null };
    const nameless = process.platform === 'linux' && !known.some((account) => account.uid === uid);
    return nameless ? [...known.slice(0, 1).map((account) => unshare(account, null)), direct] : [direct];
  }
  const cluster = lstatSync(clusterDir, { throwIfNoEntry: false });
  // A cluster that a person made stays theirs, so that they can go on without root.
  if (cluster !== undefined && cluster.uid !== 0) {
    return [setpriv(cluster.uid, cluster.gid), setuid(cluster.uid, cluster.gid)];
  }
  const nobody = known.find(({ name }) => name === 'nobody') ?? known[0];
  if (nobody === undefined) return [];
  return [
    unshare(nobody, { uid: 0, gid: 0 }),
    setpriv(nobody.uid, nobody.gid),
    setuid(nobody.uid, nobody.gid),
  ];
}

/**
 * Chooses how to run Postgres here, by trying: user namespace, then another user with the right to enter any
 * folder, then plainly another user.
 * @throws Error when this is root and none of them works.
 */
export function chooseRunAs(clusterDir: string, program: string): RunAs {
  const possible = candidates(clusterDir);
  const [first] = possible;
  if (first?.how === 'directly') return first;
  const found = possible.find((runAs) => works(runAs, program, clusterDir));
  if (found !== undefined) return found;
  throw new Error(
    `Postgres does not run as root, and no other way worked here (tried: ${possible.map(({ how }) => how).join(', ')}). ` +
      `Start Parley as an ordinary user, or move it to a folder that other users may enter.`,
  );
}

/**
 * Gives a folder with all it holds to the user that Postgres will run as; does nothing where it is theirs. Folders come
 * after what is in them, so that a killed run is taken up again by the next one.
 */
export async function handOver(path: string, owner: RunAs['owner']): Promise<void> {
  if (owner === null) return;
  const entry = await lstat(path);
  if (entry.uid === owner.uid && entry.gid === owner.gid) return;
  if (entry.isDirectory()) {
    for (const name of await readdir(path)) await handOver(join(path, name), owner);
  }
  await (entry.isSymbolicLink() ? lchown : chown)(path, owner.uid, owner.gid);
}
