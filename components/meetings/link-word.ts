import type { LinkView } from './call-types';

/** Below this the E-model calls nearly all listeners dissatisfied. */
const WEAK = 2.6;

/** The word for a link that is not well; null when it is. */
export function linkWord(link: LinkView | null) {
  if (link === null) return null;
  if (link.phase !== 'connected') return link.trouble ?? link.phase;
  if (link.isPictureHeld) return 'held';
  return link.quality !== null && link.quality.score < WEAK ? 'weak' : null;
}
