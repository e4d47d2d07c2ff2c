import { featureNotEnabled } from '../errors.ts';
import type { Reply } from '../reply.ts';

/** Pictures are not transformed here: the answer is that of a project without that feature. */
export async function renderImage(): Promise<Reply> {
  return await Promise.reject(featureNotEnabled());
}
