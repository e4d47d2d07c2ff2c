import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const HOST = '127.0.0.1';
const START_LIMIT_MS = 15_000;
const ASK_EVERY_MS = 100;
/** Relayed media leaves and comes here; below the ports of outgoing connections. */
const RELAY_PORTS = { first: 31_000, last: 31_400 };

/** Whether a TURN server can be started on this machine. */
export const hasCoturn = (): boolean => spawnSync('turnserver', ['--version']).error === undefined;

/** A TURN server on loopback, with a secret of its own. */
export class Coturn {
  readonly port: number;
  readonly secret = randomBytes(24).toString('hex');
  readonly #folder = mkdtempSync(join(tmpdir(), 'parley-coturn-'));
  #process: ChildProcess | null = null;

  private constructor(port: number) {
    this.port = port;
  }

  /** @throws Error when it does not answer in time */
  static async start(): Promise<Coturn> {
    const coturn = new Coturn(await freePort());
    await coturn.#run();
    return coturn;
  }

  async stop(): Promise<void> {
    const running = this.#process;
    if (running && running.exitCode === null && running.signalCode === null) {
      const gone = once(running, 'exit');
      running.kill('SIGTERM');
      await gone;
    }
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #run(): Promise<void> {
    const { first, last } = RELAY_PORTS;
    this.#process = spawn(
      'turnserver',
      [
        '-n',
        `--listening-ip=${HOST}`,
        `--relay-ip=${HOST}`,
        `--listening-port=${this.port}`,
        `--min-port=${first}`,
        `--max-port=${last}`,
        '--realm=parley.local',
        '--use-auth-secret',
        `--static-auth-secret=${this.secret}`,
        '--fingerprint',
        '--no-tls',
        '--no-dtls',
        '--no-cli',
        '--allow-loopback-peers',
        `--pidfile=${join(this.#folder, 'pid')}`,
        '--log-file=stdout',
      ],
      { cwd: this.#folder, stdio: 'ignore' },
    );
    await answerOf(this.port);
  }
}

async function freePort(): Promise<number> {
  const socket = createSocket('udp4');
  socket.bind(0, HOST);
  await once(socket, 'listening');
  const { port } = socket.address();
  socket.close();
  await once(socket, 'close');
  return port;
}

/** Waits until a STUN binding request (RFC 8489) is answered. */
async function answerOf(port: number): Promise<void> {
  const request = Buffer.concat([Buffer.from([0, 1, 0, 0, 0x21, 0x12, 0xa4, 0x42]), randomBytes(12)]);
  const socket = createSocket('udp4');
  // Nobody listens yet: that is what is waited for.
  socket.on('error', () => undefined);
  const asking = setInterval(() => socket.send(request, port, HOST), ASK_EVERY_MS);
  try {
    await once(socket, 'message', { signal: AbortSignal.timeout(START_LIMIT_MS) });
  } catch (cause) {
    throw new Error('The TURN server did not answer', { cause });
  } finally {
    clearInterval(asking);
    socket.close();
  }
}
