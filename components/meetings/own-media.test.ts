import { afterEach, expect, test, vi } from 'vitest';

import { OwnMedia } from './own-media';

afterEach(() => void vi.unstubAllGlobals());

class FakeMicrophone extends EventTarget {
  kind = 'audio';
  id = 'microphone';
  label = '';
  contentHint = '';
  readyState = 'live' as const;
  enabled = true;
  muted = false;
  onended = null;
  onmute = null;
  onunmute = null;
  stop = () => undefined;
  clone = (): FakeMicrophone => this;
  applyConstraints = async () => undefined;
  getCapabilities = () => ({});
  getConstraints = () => ({});
  getSettings = () => ({});
}

test('who has no microphone is muted to the others', async () => {
  vi.stubGlobal('navigator', {});
  const own = new OwnMedia(() => undefined);
  const isOpen = own.open({ isMuted: false, isCameraOn: false });
  expect(own.standing().isMuted).toBe(true);
  await isOpen;
  expect(own.standing().isMuted).toBe(true);
  own.close();
});

test('who is silenced by the system is muted to the others, until it is over', async () => {
  vi.stubGlobal('navigator', {});
  const microphone = new FakeMicrophone();
  const own = new OwnMedia(() => undefined);
  await own.open({ isMuted: false, isCameraOn: false, tracks: [microphone] });
  expect(own.standing().isMuted).toBe(false);
  microphone.muted = true;
  microphone.dispatchEvent(new Event('mute'));
  expect(own.standing().isMuted).toBe(true);
  microphone.muted = false;
  microphone.dispatchEvent(new Event('unmute'));
  expect(own.standing().isMuted).toBe(false);
  own.close();
});
