import { readFileSync } from 'node:fs';

import { z } from 'zod';

import { embeddedAppEnv } from '../../../scripts/lib/app-env.ts';
import { currentBuild } from '../../../scripts/lib/build.ts';
import { instanceFile } from '../../../scripts/lib/instance-files.ts';
import { claimPortFrom } from '../../../scripts/lib/ports.ts';
import { startWeb } from '../../../scripts/lib/web.ts';
import { Coturn } from '../../support/coturn';
import { UdpForwarder } from '../../support/udp-forwarder';

const READY_LIMIT_MS = 60_000;
const FIRST_PORT = 3400;
const HOST = '127.0.0.1';

/** A second web server on the shared data which mints credentials for a TURN server, and two networks that lead to that. */
export class Relays {
  readonly coturn: Coturn;
  /** Each its own way to the TURN server; the first address is that of `adas`. */
  readonly adas: UdpForwarder;
  readonly bos: UdpForwarder;
  url = '';
  private readonly ends: (() => Promise<void> | void)[];

  private constructor(coturn: Coturn, adas: UdpForwarder, bos: UdpForwarder) {
    this.coturn = coturn;
    this.adas = adas;
    this.bos = bos;
    this.ends = [async () => await coturn.stop(), () => adas.close(), () => bos.close()];
  }

  static async start(): Promise<Relays> {
    const coturn = await Coturn.start();
    const [adas, bos] = [await UdpForwarder.to(coturn.port), await UdpForwarder.to(coturn.port)];
    const relays = new Relays(coturn, adas, bos);
    await relays.serve().catch(async (error: unknown) => {
      await relays.stop();
      throw error;
    });
    return relays;
  }

  async stop(): Promise<void> {
    for (const end of this.ends.splice(0).toReversed()) await end();
  }

  private async serve(): Promise<void> {
    const dataDir = process.env['PARLEY_E2E_DATA_DIR'] ?? '';
    const text = readFileSync(instanceFile.instance(dataDir), 'utf8');
    const shared = z.object({ env: z.record(z.string(), z.string()) }).parse(JSON.parse(text)).env;
    const { port, claim } = await claimPortFrom(FIRST_PORT);
    this.ends.push(() => claim.release());
    const build = await currentBuild(() => {});
    this.ends.push(() => build.release());
    this.url = `http://localhost:${port}`;
    const web = startWeb({
      mode: 'production',
      env: {
        ...embeddedAppEnv(process.env, shared, { appUrl: this.url, demoPeople: '' }),
        TURN_URLS: [this.adas, this.bos].map((way) => `turn:${HOST}:${way.port}?transport=udp`).join(','),
        TURN_SECRET: this.coturn.secret,
      },
      distDir: build.distDir,
      host: HOST,
      port,
      readiness: 'healthy',
      readyLimitMs: READY_LIMIT_MS,
      onLine: () => {},
      onStart: () => {},
      onProblem: () => {},
    });
    this.ends.push(web.stop);
    await web.ready;
  }
}
