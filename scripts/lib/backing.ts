import { embeddedAppEnv } from './app-env.ts';
import { type Ports, writeChildren } from './instance-files.ts';
import { claimInstancePorts } from './instance-ports.ts';
import type { InstanceOptions } from './instance.ts';
import { openLogFile } from './log-file.ts';
import { readDemoPeople, seedOnce } from './seed.ts';
import { type StackEnv, startStack } from './stack.ts';
import { bringUpRelay, type Relay } from './turn/relay.ts';
import type { Undo } from './undo.ts';

/** Keeps the file of living children up to date, one write after the other. */
export function childRecorder({ dataDir, say }: InstanceOptions): (name: string, pid: number) => void {
  const children = new Map<string, number>();
  let writing: Promise<void> = Promise.resolve();
  return (name, pid) => {
    children.set(name, pid);
    const entries = [...children].map(([childName, childPid]) => ({ name: childName, pid: childPid }));
    writing = writing
      .then(async () => await writeChildren(dataDir, entries))
      .catch((error: unknown) => say(`The list of processes could not be written: ${String(error)}`));
  };
}

type Recorder = ReturnType<typeof childRecorder>;

/** Writes what a child prints into its log, and passes it on. */
export function lineHandler(options: InstanceOptions, name: string, undo: Undo): InstanceOptions['onLine'] {
  const log = openLogFile(options.dataDir, name);
  undo.add(log.close);
  return (_name, line, stream) => {
    log.write(line);
    options.onLine(name, line, stream);
  };
}

type Backing = {
  stackEnv: StackEnv;
  ports: Ports;
  demoPeople: string;
  relay: Relay;
  env: InstanceOptions['env'];
};

/** Everything that the app stands on. */
export async function bringUpBacking(
  options: InstanceOptions,
  undo: Undo,
  record: Recorder,
): Promise<Backing> {
  const { dataDir, say, lan } = options;
  const { ports, release } = await claimInstancePorts(dataDir, options.port);
  undo.add(release);
  const appUrl = lan === null ? `http://localhost:${ports.web}` : `https://${lan.address}:${ports.lan}`;
  const onLine = lineHandler(options, 'stack', undo);
  const started = startStack({
    dataDir,
    ports,
    siteUrl: appUrl,
    limits: options.limits,
    fsync: options.fsync,
    onLine: (line, stream) => onLine('stack', line, stream),
    onStart: (pid) => record('stack', pid),
    onProblem: say,
  });
  undo.add(started.service.stop);
  const onRelayLine = lineHandler(options, 'turn', undo);
  const [stackEnv, relay] = await Promise.all([
    started.ready,
    bringUpRelay(
      options,
      // It calls harmless things errors: only its log has them.
      { port: ports.turn, onLine: (line) => onRelayLine('turn', line, 'stdout'), onStart: record },
      undo,
    ),
  ]);
  const bare = embeddedAppEnv(options.env, stackEnv, { appUrl, demoPeople: '' });
  await seedOnce(dataDir, { ...bare, ADMIN_DATABASE_URL: stackEnv.ADMIN_DATABASE_URL }, say);
  const demoPeople = readDemoPeople(dataDir);
  const facts = { appUrl, demoPeople, isOnLan: lan !== null, relay: relay.env };
  return { stackEnv, ports, demoPeople, relay, env: embeddedAppEnv(options.env, stackEnv, facts) };
}
