import { featureNotEnabled } from '../errors.ts';
import type { Reply } from '../reply.ts';

/**
 * Transformed pictures, clearing of caches, lifecycles of buckets, analytics and vector buckets: the answer is that of a
 * project without the feature, which looks at no key.
 */
export async function switchedOff(): Promise<Reply> {
  return await Promise.reject(featureNotEnabled());
}
