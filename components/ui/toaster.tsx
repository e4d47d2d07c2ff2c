'use client';

import dynamic from 'next/dynamic';

const Lazy = dynamic(async () => (await import('./toaster-view')).ToasterView, { ssr: false });

/** Where toasts appear; `AppFrame` has it. Call `toast` of `toast.ts` from anywhere in the browser. */
export function Toaster() {
  return <Lazy />;
}
