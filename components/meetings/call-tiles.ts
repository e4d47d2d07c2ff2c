import type { Seat } from '@/lib/meetings/schemas';

import type { CallLink } from './call-link';
import type { TileView } from './call-types';
import type { LocalView } from './local-media';
import type { Standing } from './own-media';

/** What of a seat is shown. */
export type ShownSeat = Pick<Seat, 'id' | 'memberId' | 'isMuted' | 'isCameraOn'>;

type Own = {
  seatId: string;
  local: LocalView;
  standing: Standing;
  isSpeaking: boolean;
  stream: MediaStream | null;
};

/** One's own picture, as a stream: another object when its tracks change. */
export class OwnStream {
  #stream: MediaStream | null = null;

  of({ audio, video }: LocalView): MediaStream | null {
    const tracks = [audio, video].filter((track) => track !== null);
    const has = this.#stream?.getTracks() ?? [];
    if (has.length !== tracks.length || tracks.some((track) => !has.includes(track))) {
      this.#stream = tracks.length > 0 ? new MediaStream(tracks) : null;
    }
    return this.#stream;
  }
}

/** The tiles of a call, in the order of its seats; those that did not change are the objects they were. */
export function tilesOf(
  before: readonly TileView[],
  seats: readonly ShownSeat[],
  own: Own,
  linkOf: (seatId: string) => CallLink | undefined,
): readonly TileView[] {
  const next = seats.map((seat): TileView => {
    const fresh = seat.id === own.seatId ? ownTile(seat, own) : theirTile(seat, linkOf(seat.id));
    const old = before.find(({ seatId }) => seatId === seat.id);
    return old && isSame(old, fresh) ? old : fresh;
  });
  return next.length === before.length && next.every((tile, at) => tile === before[at]) ? before : next;
}

function ownTile({ id, memberId }: ShownSeat, { local, standing, isSpeaking, stream }: Own): TileView {
  const { isMuted, isCameraOn } = standing;
  const { screen } = local;
  return {
    seatId: id,
    memberId,
    isSelf: true,
    isMuted,
    isCameraOn,
    stream,
    screen,
    isSpeaking,
    link: null,
  };
}

function theirTile({ id, memberId, isMuted, isCameraOn }: ShownSeat, link: CallLink | undefined): TileView {
  return {
    seatId: id,
    memberId,
    isSelf: false,
    isMuted,
    isCameraOn,
    stream: link?.stream ?? null,
    screen: link?.screen ?? null,
    isSpeaking: link?.voice.isSpeaking ?? false,
    link: link?.view() ?? { phase: 'connecting', trouble: null, isPictureHeld: false, quality: null },
  };
}

function isSame(a: TileView, b: TileView): boolean {
  const { link: linkA, ...restA } = a;
  const { link: linkB, ...restB } = b;
  return (
    isAlike(restA, restB) && (linkA === linkB || (linkA !== null && linkB !== null && isAlike(linkA, linkB)))
  );
}

/** Whether two objects of one shape have the same fields. */
export function isAlike<T extends object>(a: T, b: T): boolean {
  return Object.entries(a).every(([name, value]) => Object.is(value, Reflect.get(b, name)));
}
