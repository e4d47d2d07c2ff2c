import type { Undo } from '../undo.ts';
import { keptCertificate } from './kept-certificate.ts';
import type { LanAddress } from './lan-address.ts';
import { type LanFrontOptions, startLanFront } from './lan-front.ts';

const LOOK_AGAIN_MS = 12 * 3_600_000;

type Options = Omit<LanFrontOptions, 'address' | 'certificate'> & {
  dataDir: string;
  lan: LanAddress;
  say: (message: string) => void;
};

/** Serves the instance to the local network until `undo` runs; its certificate is renewed meanwhile. */
export async function openToLan({ dataDir, lan, say, ...options }: Options, undo: Undo): Promise<void> {
  const { address, all } = lan;
  const front = await startLanFront({
    ...options,
    address,
    certificate: await keptCertificate(dataDir, address, all),
  });
  undo.add(front.stop);
  const timer = setInterval(() => {
    keptCertificate(dataDir, address, all).then(front.renew, (error: unknown) => {
      say(`The certificate could not be renewed: ${String(error)}`);
    });
  }, LOOK_AGAIN_MS);
  undo.add(() => clearInterval(timer));
}
