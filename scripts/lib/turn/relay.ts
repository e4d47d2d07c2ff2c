import type { InstanceOptions } from '../instance.ts';
import type { Undo } from '../undo.ts';
import { findTurnserver } from './find-turnserver.ts';
import { startTurn, type TurnEnv, type TurnOptions } from './start-turn.ts';

/** How calls find a way where there is no direct one: what the app is told, and what the person at the terminal is. */
export type Relay = { env: TurnEnv | null; note: string };

const NO_RELAY = 'Calls: within one network; where coturn is installed, through a relay as well';

/**
 * Starts coturn where it is installed, unless the environment names a relay. An app without a relay is better than
 * none: when coturn does not start, that is told and no more.
 */
export async function bringUpRelay(
  { env, startsRelay, lan, say, dataDir }: InstanceOptions,
  parts: Pick<TurnOptions, 'port' | 'onLine' | 'onStart'>,
  undo: Undo,
): Promise<Relay> {
  const named = env['TURN_URLS'] ?? '';
  if (named !== '') return { env: null, note: `Calls: where there is no direct way, relayed by ${named}` };
  const program = startsRelay ? findTurnserver() : null;
  if (program === null) return { env: null, note: NO_RELAY };
  const address = lan?.address ?? '127.0.0.1';
  const peers = lan?.network ?? '127.0.0.1';
  const { service, ready } = await startTurn({ ...parts, program, dataDir, address, peers, onProblem: say });
  undo.add(service.stop);
  try {
    const note = `Calls: where there is no direct way, relayed by coturn at ${address}:${parts.port}`;
    return { env: await ready, note };
  } catch (error) {
    await service.stop();
    return { env: null, note: `${error instanceof Error ? error.message : String(error)}\n${NO_RELAY}` };
  }
}
