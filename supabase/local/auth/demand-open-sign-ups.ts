import type { AuthRuntime } from './auth-runtime.ts';
import { unprocessable } from './errors.ts';

/** @throws ApiError `signup_disabled` (422) where the project takes nobody new */
export function demandOpenSignUps({ settings }: AuthRuntime): void {
  if (!settings.signUps) throw unprocessable('signup_disabled', 'Signups not allowed for this instance');
}
