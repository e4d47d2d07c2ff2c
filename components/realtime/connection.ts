'use client';

import { RealtimeClient } from '@supabase/realtime-js';

import { backoffMs } from './backoff';

type ConnectionOptions = {
  supabaseUrl: string;
  publishableKey: string;
  /** Called at the start, before each join, and with every heartbeat. @throws when there is no token */
  accessToken: () => Promise<string>;
  onOpen: () => void;
  onClose: () => void;
  onHeartbeat: () => void;
};

/** A client of Supabase Realtime that tells when its socket opens and closes. */
export function createClient(options: ConnectionOptions): RealtimeClient {
  const { supabaseUrl, publishableKey, accessToken, onOpen, onClose, onHeartbeat } = options;
  let sockets = 0;

  class ObservedSocket extends WebSocket {
    constructor(address: string | URL, protocols?: string | string[]) {
      super(address, protocols);
      sockets += 1;
      const number = sockets;
      this.addEventListener('open', onOpen);
      this.addEventListener('close', () => {
        if (number === sockets) onClose();
      });
    }
  }

  return new RealtimeClient(`${supabaseUrl.replace(/^http/, 'ws')}/realtime/v1`, {
    params: { apikey: publishableKey },
    transport: ObservedSocket,
    accessToken,
    // Timers of hidden pages hardly run; those of a worker do, and a notice must reach a hidden page.
    worker: true,
    heartbeatCallback: (status) => {
      if (status === 'ok') onHeartbeat();
    },
    reconnectAfterMs: (tries) => backoffMs(tries, 15_000),
  });
}
