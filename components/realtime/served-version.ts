import { createStore, type Store } from './store';

/** The version that the server last said it has; null until it said one. */
export const servedVersion: Store<string | null> = createStore<string | null>(null);

/** Notes the `Parley-Version` of an answer. A host that names no versions offers none. */
export function noteServedVersion(version: string | null): void {
  if (version !== null && version !== '') servedVersion.set(version);
}
