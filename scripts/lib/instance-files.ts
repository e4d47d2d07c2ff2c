import { readFileSync } from 'node:fs';
import { join, resolve as absolutePath } from 'node:path';

import { z } from 'zod';

import { writePrivateFile } from '../../supabase/local/data-dir.ts';
import { isAlive, processIdentity } from '../../supabase/local/process-identity.ts';
import { lockHolder } from './instance-lock.ts';
import { root } from './root.ts';

/** The ports of an instance; they stay the same from start to start. */
const portsSchema = z.object({
  web: z.number().int(),
  gateway: z.number().int(),
  postgres: z.number().int(),
  smtp: z.number().int(),
  turn: z.number().int().default(24_326),
  lan: z.number().int().default(3443),
});
export type Ports = z.infer<typeof portsSchema>;

const childrenSchema = z.array(z.object({ name: z.string(), pid: z.number().int(), identity: z.string() }));
export type LeftChild = z.infer<typeof childrenSchema>[number];

const instanceSchema = z.object({ url: z.string(), env: z.record(z.string(), z.string()) });

/** What a running instance tells other commands (`instance.json`, readable by its owner only). */
export type InstanceFile = z.infer<typeof instanceSchema>;

const file = {
  lock: (dataDir: string) => join(dataDir, 'instance.lock'),
  ports: (dataDir: string) => join(dataDir, 'ports.json'),
  children: (dataDir: string) => join(dataDir, 'children.json'),
  instance: (dataDir: string) => join(dataDir, 'instance.json'),
  demoPeople: (dataDir: string) => join(dataDir, 'demo-people.json'),
};
export { file as instanceFile };

/** PARLEY_DATA_DIR, or `.parley` in the checkout; absolute. */
export function dataDirOf(env: Record<string, string | undefined>): string {
  const named = env['PARLEY_DATA_DIR'];
  return named === undefined || named === '' ? join(root, '.parley') : absolutePath(named);
}

function readValid<T>(path: string, schema: z.ZodType<T>): T | null {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    // Only hints are kept in these files; a damaged one is as good as none.
    return null;
  }
}

export function readPorts(dataDir: string): Ports | null {
  return readValid(file.ports(dataDir), portsSchema);
}

export async function writePorts(dataDir: string, ports: Ports): Promise<void> {
  await writePrivateFile(file.ports(dataDir), JSON.stringify(ports));
}

export async function writeInstance(dataDir: string, instance: InstanceFile): Promise<void> {
  await writePrivateFile(file.instance(dataDir), JSON.stringify(instance, null, 2));
}

export type Running = { pid: number; instance: InstanceFile | null };

/** The instance that runs on a data folder, or null. While it starts, its addresses may not be known yet. */
export async function runningInstance(dataDir: string): Promise<Running | null> {
  const holder = await lockHolder(file.lock(dataDir));
  if (holder === null) return null;
  return { pid: holder.pid, instance: readValid(file.instance(dataDir), instanceSchema) };
}

/** Remembers the children that live now, for the case that they outlive this process. */
export async function writeChildren(
  dataDir: string,
  children: readonly { name: string; pid: number }[],
): Promise<void> {
  const known: LeftChild[] = [];
  for (const child of children) {
    const identity = await processIdentity(child.pid);
    if (identity !== null) known.push({ ...child, identity });
  }
  await writePrivateFile(file.children(dataDir), JSON.stringify(known));
}

const POLITE_MS = 5000;
const STEP_MS = 50;

async function isSame(child: LeftChild): Promise<boolean> {
  return isAlive(child.pid) && (await processIdentity(child.pid)) === child.identity;
}

/** Stops what an earlier run left behind; only processes that are certainly those of the earlier run. Returns their names. */
export async function stopLeftChildren(dataDir: string): Promise<string[]> {
  const left: LeftChild[] = [];
  for (const child of readValid(file.children(dataDir), childrenSchema) ?? []) {
    if (await isSame(child)) left.push(child);
  }
  for (const child of left) {
    process.kill(child.pid, 'SIGTERM');
    for (let waitedMs = 0; await isSame(child); waitedMs += STEP_MS) {
      if (waitedMs > POLITE_MS) process.kill(child.pid, 'SIGKILL');
      await new Promise((resolve) => setTimeout(resolve, STEP_MS));
    }
  }
  return left.map((child) => child.name);
}
