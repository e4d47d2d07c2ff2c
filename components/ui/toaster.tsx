'use client';

import { useEffect, useState, type ComponentType } from 'react';

import { onToast } from './toast';

/** Where toasts appear; `AppFrame` has it. Call `toast` of `toast.ts` from anywhere in the browser. */
export function Toaster() {
  const [View, setView] = useState<ComponentType | null>(null);
  useEffect(() => {
    const whileHere = new AbortController();
    const load = async () => {
      try {
        const { ToasterView } = await import('./toaster-view');
        setView(() => ToasterView);
      } catch {
        // Without a network there is nothing to draw with: toasts wait for it.
        addEventListener('online', loadNow, { once: true, signal: whileHere.signal });
      }
    };
    const loadNow = () => void load();
    // With the first touch, so that it is here when the network is not.
    for (const touch of ['pointerdown', 'keydown'] as const)
      addEventListener(touch, loadNow, { once: true, signal: whileHere.signal });
    const stop = onToast(loadNow);
    return () => {
      stop();
      whileHere.abort();
    };
  }, []);
  return View === null ? null : <View />;
}
