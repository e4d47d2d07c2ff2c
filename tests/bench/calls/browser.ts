import { readdirSync, readFileSync } from 'node:fs';

import { type Browser, chromium } from '@playwright/test';

import { findChromium } from '../../../scripts/lib/chromium.ts';

const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
  '--autoplay-policy=no-user-gesture-required',
  '--allow-loopback-in-peer-connection',
  // All pages are in use, though only one of them can be in front.
  '--disable-renderer-backgrounding',
  '--disable-backgrounding-occluded-windows',
];
/** tsx lets functions keep their names by a helper, which a function that is sent into a page does not find there. */
export const NAMING_HELPER = { content: 'globalThis.__name = (it) => it;' };
/** Of a clock that the kernel counts processor time by (sysconf(3), _SC_CLK_TCK), everywhere that Chromium runs. */
const TICKS_PER_S = 100;

export type BenchBrowser = {
  browser: Browser;
  /** Seconds of processor time that all its processes have taken; null where the system does not tell. */
  cpuSeconds: () => number | null;
  close: () => Promise<void>;
};

type Process = { parent: number; ticks: number };

function processOf(pid: string): Process | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // proc(5): after the name in parentheses, field 4 is the parent, 14 and 15 the time in user and kernel mode.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { parent: Number(fields[1]), ticks: Number(fields[11]) + Number(fields[12]) };
  } catch {
    // It ended meanwhile.
    return null;
  }
}

function ticksOfTree(root: number): number {
  const processes = new Map<number, Process>();
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    const found = processOf(pid);
    if (found !== null) processes.set(Number(pid), found);
  }
  const isOfTree = (pid: number): boolean => {
    if (pid === root) return true;
    const parent = processes.get(pid)?.parent ?? 0;
    return parent > 1 && isOfTree(parent);
  };
  return [...processes].reduce((sum, [pid, { ticks }]) => (isOfTree(pid) ? sum + ticks : sum), 0);
}

/** A Chromium with a fake camera and microphone. */
export async function launchBrowser(): Promise<BenchBrowser> {
  const executablePath = await findChromium((message) => process.stderr.write(`${message}\n`));
  const server = await chromium.launchServer({ executablePath, args: ARGS });
  const { pid } = server.process();
  const browser = await chromium.connect(server.wsEndpoint());
  return {
    browser,
    cpuSeconds: () =>
      process.platform === 'linux' && pid !== undefined ? ticksOfTree(pid) / TICKS_PER_S : null,
    close: async () => {
      await browser.close();
      await server.close();
    },
  };
}
