import { endpoint } from '@/lib/core/http/endpoint';

import { reportPresence } from './report-presence';
import { setStatus } from './set-status';

const TAG = 'Presence';

export const presenceEndpoints = [
  endpoint('post', '/presence', TAG, reportPresence),
  endpoint('put', '/status', TAG, setStatus),
];
