import type { LocalTroubles } from './local-media';

type Told = { trouble: NonNullable<LocalTroubles['audio']>; what: 'sound' | 'picture' | 'both' };

/** What to say of microphone and camera: each trouble, and once where both have the same. */
export function troublesToTell({ audio, video }: Pick<LocalTroubles, 'audio' | 'video'>): readonly Told[] {
  if (audio !== null && audio === video) return [{ trouble: audio, what: 'both' }];
  return [
    ...(audio === null ? [] : [{ trouble: audio, what: 'sound' as const }]),
    ...(video === null ? [] : [{ trouble: video, what: 'picture' as const }]),
  ];
}
