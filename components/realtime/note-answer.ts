import { noteServedVersion } from './served-version';
import { noteServerTime } from './server-clock';

/** Takes from an answer of our server what it says besides its body: its time and its version. */
export function noteAnswer({ headers }: Response, sentMs: number): void {
  noteServerTime(headers.get('date'), sentMs, Date.now());
  noteServedVersion(headers.get('parley-version'));
}
