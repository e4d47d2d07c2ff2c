import type { MakePeerLink } from './peer-link';

/** Fetches what makes links. @throws when the page's files cannot be fetched (now) */
export async function loadPeerLink(): Promise<MakePeerLink> {
  const { SimplePeerLink } = await import('./simple-peer-link');
  return (options) => new SimplePeerLink(options);
}
