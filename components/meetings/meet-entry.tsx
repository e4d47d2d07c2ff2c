'use client';

import dynamic from 'next/dynamic';

import type { Room } from '@/lib/meetings/schemas';

import { patiently } from '../ui/patiently';
import { Spinner } from '../ui/spinner';

// Cameras, microphones and what this tab remembers of its seat exist in the browser only.
const MeetScreen = dynamic(
  patiently(async () => (await import('./meet-screen')).MeetScreen),
  {
    ssr: false,
    loading: () => (
      <div aria-busy="true" className="grid h-dvh place-items-center">
        <Spinner className="size-6" />
      </div>
    ),
  },
);

/** A room's page, in the browser. */
export function MeetEntry({ room }: { room: Room }) {
  return <MeetScreen room={room} />;
}
