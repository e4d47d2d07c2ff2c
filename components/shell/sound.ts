'use client';

import { useState } from 'react';

import { remember } from './remember';

function isOn(): boolean {
  return !document.cookie.split('; ').includes('sound=off');
}

/** Plays the short notice tone unless this person turned sounds off, or the browser forbids it before a first click. */
export async function playNotice(): Promise<void> {
  if (!isOn()) return;
  const audio = new Audio('/sounds/notice.wav');
  audio.volume = 0.5;
  try {
    await audio.play();
  } catch (error) {
    // A page that nobody has touched may not make sound; the title badge and the banner remain.
    if (!(error instanceof DOMException && error.name === 'NotAllowedError')) throw error;
  }
}

/** Whether sounds are on (`kept`, else this browser's choice), and a way to choose; turning them on plays the tone. Use only in what opens after hydration. */
export function useSound(kept?: boolean): [boolean, (on: boolean) => void] {
  const [on, setOn] = useState(() => kept ?? isOn());
  const choose = (next: boolean) => {
    setOn(next);
    remember('sound', next ? 'on' : 'off');
    if (next) void playNotice();
  };
  return [on, choose];
}
