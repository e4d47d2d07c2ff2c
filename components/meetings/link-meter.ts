import type { QualitySample } from '@/lib/meetings/schemas';

import { limitsOf, newAdaptation, stepAdaptation, type Adaptation, type Limit } from './adaptation';
import type { LinkRole, PeerLink } from './peer-link';
import { measure, readSnapshot, sentBetween, type Snapshot } from './quality';

/** A sample tells of so much time. */
const WINDOW_MS = 10_000;

/** Watches one link: how good it is, and what it is to carry; the latter is made so. */
export class LinkMeter {
  quality: QualitySample | null = null;
  adaptation: Adaptation;
  readonly #peerSeatId: string;
  #snapshots: readonly Snapshot[] = [];
  #peer: PeerLink | null = null;

  constructor(peerSeatId: string, links: number) {
    this.#peerSeatId = peerSeatId;
    this.adaptation = newAdaptation(links);
  }

  /** Takes a look, about every two seconds. */
  async look(peer: PeerLink, links: number): Promise<void> {
    const report = await peer.stats();
    if (!report) return;
    const nowMs = performance.now();
    const snapshot = readSnapshot(report.values(), nowMs);
    // Another connection counts from its own beginning.
    const earlier = this.#peer === peer ? this.#snapshots : [];
    this.#peer = peer;
    const last = earlier.at(-1);
    const sentBps = last ? sentBetween(last, snapshot) : null;
    this.#snapshots = [...earlier.filter(({ atMs }) => nowMs - atMs <= WINDOW_MS), snapshot];
    const [first] = this.#snapshots;
    const quality = first && measure(first, snapshot);
    if (quality) this.quality = { peerSeatId: this.#peerSeatId, ...quality };
    this.adaptation = stepAdaptation(this.adaptation, { ...snapshot.sending, sentBps, nowMs, links });
    await this.apply(peer);
  }

  /** Nothing comes at present: what was before says nothing of now. */
  forget(): void {
    this.quality = null;
    this.#snapshots = [];
  }

  /** Holds the senders to what the level says. */
  async apply(peer: PeerLink): Promise<void> {
    const limits = limitsOf(this.adaptation.level);
    for (const role of ['audio', 'video', 'screenVideo'] as const) await hold(peer, role, limits[role]);
  }
}

async function hold(peer: PeerLink, role: LinkRole, limit: Limit): Promise<void> {
  const sender = peer.sender(role);
  if (!sender) return;
  const parameters = sender.getParameters();
  const [encoding] = parameters.encodings;
  if (!encoding) return;
  const wanted = encodingOf(limit, sender.track);
  const isSo = Object.entries(wanted).every(([name, value]) => Reflect.get(encoding, name) === value);
  if (isSo) return;
  Object.assign(encoding, wanted);
  // Refused while the connection negotiates or ends: the next look tries again.
  await sender.setParameters(parameters).catch(() => null);
}

function encodingOf(limit: Limit, track: MediaStreamTrack | null): Partial<RTCRtpEncodingParameters> {
  if (limit.framesPerSecond === 0 && limit.isActive) return { maxBitrate: limit.maxBps, priority: 'high' };
  if (!limit.isActive) return { active: false };
  const height = track?.getSettings().height ?? limit.height;
  return {
    active: true,
    maxBitrate: limit.maxBps,
    maxFramerate: limit.framesPerSecond,
    scaleResolutionDownBy: limit.height === 0 ? 1 : Math.max(1, height / limit.height),
  };
}
