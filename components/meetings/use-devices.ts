'use client';

import { useEffect, useState } from 'react';

const NONE: readonly MediaDeviceInfo[] = [];

/** The devices of this machine, again when one is plugged in. `changed`: anything whose change lets the browser tell more, such as a permission. */
export function useDevices(changed: unknown): readonly MediaDeviceInfo[] {
  const [found, setFound] = useState({ devices: NONE, changed });
  useEffect(() => {
    if (!('mediaDevices' in navigator)) return undefined;
    let isOver = false;
    const list = async () => {
      const devices = await navigator.mediaDevices.enumerateDevices().catch(() => NONE);
      if (!isOver) setFound({ devices, changed });
    };
    void list();
    const onChange = () => void list();
    navigator.mediaDevices.addEventListener('devicechange', onChange);
    return () => {
      isOver = true;
      navigator.mediaDevices.removeEventListener('devicechange', onChange);
    };
  }, [changed]);
  return found.devices;
}
