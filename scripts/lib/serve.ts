import { externalAppEnv, namesOtherSupabase } from './app-env.ts';
import { currentBuild } from './build.ts';
import { readEnvironment } from './env-files.ts';
import { dataDirOf } from './instance-files.ts';
import { claimWebPort, givenPort } from './instance-ports.ts';
import { type Instance, startInstance } from './instance.ts';
import type { LanAddress } from './lan/lan-address.ts';
import { root } from './root.ts';
import { deservesAttention, say, stopOnRequest } from './terminal.ts';
import { Undo } from './undo.ts';
import { startWeb } from './web.ts';
import { welcome } from './welcome.ts';

type Mode = 'production' | 'development';

const EXTERNAL_READY_LIMIT_MS = 30_000;

/** Runs the app alone against the Supabase that the environment names, until stopped. */
async function serveExternal(mode: Mode, env: Record<string, string | undefined>, undo: Undo): Promise<void> {
  const host = env['HOST'] ?? '127.0.0.1';
  const { port, claim } = await claimWebPort(givenPort(env));
  undo.add(claim.release);
  const appEnv = externalAppEnv(env, `http://localhost:${port}`);
  const build =
    mode === 'production'
      ? await currentBuild(say)
      : { distDir: `.builds/dev-external-${port}`, release: () => {} };
  undo.add(build.release);
  const web = startWeb({
    mode,
    env: appEnv,
    distDir: build.distDir,
    host,
    port,
    // What another Supabase is doing is not for this command to decide: the app says so until it is back.
    readiness: 'alive',
    readyLimitMs: EXTERNAL_READY_LIMIT_MS,
    onLine: (line) => say(line),
    onStart: () => {},
    onProblem: say,
  });
  undo.add(web.stop);
  await web.ready;
  say(`Parley runs at ${appEnv['APP_URL']} against ${appEnv['SUPABASE_URL']}. Ctrl-C stops it.`);
}

async function serveEmbedded(
  mode: Mode,
  env: Record<string, string | undefined>,
  lan: LanAddress | null,
  undo: Undo,
): Promise<Instance> {
  const dataDir = dataDirOf(env);
  const starting = startInstance({
    dataDir,
    mode,
    env,
    host: env['HOST'] ?? '127.0.0.1',
    port: givenPort(env),
    limits: 'relaxed',
    fsync: true,
    lan,
    startsRelay: true,
    say,
    onLine: (name, line, stream) => {
      if (name === 'web' && mode === 'development') say(line);
      else if (deservesAttention(line, stream)) say(`${name}: ${line}`);
    },
  });
  undo.add(starting.stop);
  const instance = await starting.ready;
  say(welcome(instance, dataDir, lan !== null));
  return instance;
}

/**
 * Starts what the environment asks for and serves until the end is asked for.
 * @param lan where the local network reaches it; null serves this machine alone
 * @throws Error when it cannot start
 */
export async function serve(mode: Mode, lan: LanAddress | null): Promise<never> {
  const undo = new Undo();
  let stopping = false;
  stopOnRequest(async () => {
    stopping = true;
    say('Stopping …');
    await undo.run();
  });
  const env = readEnvironment(root, process.env, mode);
  try {
    if (!namesOtherSupabase(env)) await serveEmbedded(mode, env, lan, undo);
    else if (lan === null) await serveExternal(mode, env, undo);
    else
      throw new Error(
        '--lan is for the embedded Supabase; with SUPABASE_URL, put a proxy with HTTPS in front.',
      );
  } catch (error) {
    if (!stopping) {
      await undo.run();
      throw error;
    }
  }
  return await new Promise<never>(() => {});
}
