import { type Ports, readPorts, writePorts } from './instance-files.ts';
import { type ClaimedPort, claimPort, claimPortFrom } from './ports.ts';

const PREFERRED: Ports = {
  web: 3000,
  gateway: 24_321,
  postgres: 24_322,
  smtp: 24_325,
  turn: 24_326,
  lan: 3443,
};
const HIGHEST_PORT = 65_535;

/**
 * PORT as a number; null when it is not set.
 * @throws Error when it is no port.
 */
export function givenPort(env: Record<string, string | undefined>): number | null {
  const text = env['PORT'] ?? '';
  if (text === '') return null;
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > HIGHEST_PORT)
    throw new Error(`PORT=${text} is not a port number`);
  return port;
}

/** Claims the port that was asked for. @throws Error when something else listens there. */
async function claimGiven(port: number): Promise<ClaimedPort> {
  const claimed = await claimPort(port);
  if (claimed === null) {
    throw new Error(
      `Port ${port} is taken by another program. Stop that program, or start with another PORT.`,
    );
  }
  return claimed;
}

/** Claims the web port alone. */
export async function claimWebPort(given: number | null): Promise<ClaimedPort> {
  return given === null ? await claimPortFrom(PREFERRED.web) : await claimGiven(given);
}

export type ClaimedPorts = { ports: Ports; release: () => void };

/**
 * Claims all ports of an instance: those of its last run where they are free, else the next free ones.
 * @throws Error when `given`, the web port that was asked for, is taken.
 */
export async function claimInstancePorts(dataDir: string, given: number | null): Promise<ClaimedPorts> {
  const remembered = readPorts(dataDir);
  const claims: ClaimedPort[] = [];
  const claim = async (name: keyof Ports): Promise<number> => {
    const last = remembered === null ? null : await claimPort(remembered[name]);
    const claimed = last ?? (await claimPortFrom(PREFERRED[name]));
    claims.push(claimed);
    return claimed.port;
  };
  const claimGivenWeb = async (port: number): Promise<number> => {
    const claimed = await claimGiven(port);
    claims.push(claimed);
    return claimed.port;
  };
  const ports: Ports = {
    web: given === null ? await claim('web') : await claimGivenWeb(given),
    gateway: await claim('gateway'),
    postgres: await claim('postgres'),
    smtp: await claim('smtp'),
    turn: await claim('turn'),
    lan: await claim('lan'),
  };
  // A port that was asked for once is not the one to come back to.
  await writePorts(dataDir, given === null ? ports : { ...ports, web: remembered?.web ?? PREFERRED.web });
  return {
    ports,
    release: () => {
      for (const { claim: held } of claims) held.release();
    },
  };
}
