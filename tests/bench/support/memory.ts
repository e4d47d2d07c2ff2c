import { readFileSync } from 'node:fs';

const MIB_IN_KIB = 1024;

/** Memory of a process in MiB that it does not share with others (proportional set size). Linux only. */
export function memoryMiB(pid: number): number {
  const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
  const kib = /^Pss:\s+(\d+) kB/m.exec(text)?.[1];
  if (kib === undefined) throw new Error(`process ${pid} has no memory figures`);
  return Number(kib) / MIB_IN_KIB;
}
