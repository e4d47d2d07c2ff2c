import { readFileSync, readdirSync } from 'node:fs';

const MIB_IN_KIB = 1024;

/** Memory of a process in MiB, of what it shares with others its part (proportional set size). Linux only. */
export function memoryMiB(pid: number): number {
  const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
  const kib = /^Pss:\s+(\d+) kB/m.exec(text)?.[1];
  if (kib === undefined) throw new Error(`process ${pid} has no memory figures`);
  return Number(kib) / MIB_IN_KIB;
}

/** A process, and all that descend from it. Linux only. */
export function familyOf(pid: number): number[] {
  const children = readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
    readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
  );
  return [pid, ...children.flatMap(familyOf)];
}
