'use client';

import { lazy, Suspense, useEffect, useState } from 'react';

import { onToast } from './toast';

const View = lazy(async () => ({ default: (await import('./toaster-view')).ToasterView }));

/** Where toasts appear; `AppFrame` has it. Call `toast` of `toast.ts` from anywhere in the browser. */
export function Toaster() {
  const [used, setUsed] = useState(false);
  useEffect(() => onToast(() => setUsed(true)), []);
  return used ? (
    <Suspense>
      <View />
    </Suspense>
  ) : null;
}
