import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { LocalMedia, type LocalView } from './local-media';

type Kind = 'audio' | 'video';
type Asked = { deviceId?: { exact: string } };

class FakeTrack extends EventTarget {
  readyState = 'live';
  enabled = true;
  muted = false;
  readonly kind: Kind;
  readonly deviceId: string;

  constructor(kind: Kind, deviceId: string) {
    super();
    this.kind = kind;
    this.deviceId = deviceId;
  }

  stop(): void {
    this.readyState = 'ended';
  }

  /** The device is gone, or the permission taken back. */
  lose(): void {
    this.stop();
    this.dispatchEvent(new Event('ended'));
  }

  /** The system, or a switch, makes it silent. */
  silence(muted: boolean): void {
    this.muted = muted;
    this.dispatchEvent(new Event(muted ? 'mute' : 'unmute'));
  }
}

/** A browser's devices and what it lets one have of them. */
class FakeDevices extends EventTarget {
  audio = ['mic'];
  video = ['cam'];
  /** By kind: the name of the error that comes in place of a track. */
  failing: Partial<Record<Kind, string>> = {};
  permissions: Record<Kind, string> = { audio: 'granted', video: 'granted' };
  readonly asked: string[] = [];
  readonly tracks: FakeTrack[] = [];
  readonly #screens: (() => void)[] = [];
  screensAsked = 0;
  screenWanted: unknown = null;

  readonly getUserMedia = async (wanted: Partial<Record<Kind, Asked>>) => {
    const kinds = (['audio', 'video'] as const).filter((kind) => wanted[kind] !== undefined);
    this.asked.push(kinds.join('+'));
    for (const kind of kinds) {
      const error = this.failing[kind];
      if (error !== undefined) throw new DOMException('', error);
      if (this[kind].length === 0) throw new DOMException('', 'NotFoundError');
      const id = wanted[kind]?.deviceId?.exact;
      if (id !== undefined && !this[kind].includes(id)) throw new DOMException('', 'OverconstrainedError');
    }
    const made = kinds.map(
      (kind) => new FakeTrack(kind, wanted[kind]?.deviceId?.exact ?? this[kind][0] ?? ''),
    );
    this.tracks.push(...made);
    return { getTracks: () => made };
  };

  readonly getDisplayMedia = async (wanted: unknown) => {
    this.screenWanted = wanted;
    this.screensAsked += 1;
    await new Promise<void>((resolve) => this.#screens.push(resolve));
    const track = new FakeTrack('video', 'screen');
    return { getTracks: () => [track], getVideoTracks: () => [track] };
  };

  grantScreens(): void {
    for (const grant of this.#screens) grant();
  }

  plug(kind: Kind, id: string): void {
    this[kind] = [...this[kind], id];
    this.dispatchEvent(new Event('devicechange'));
  }

  unplug(kind: Kind): void {
    const gone = this[kind];
    this[kind] = [];
    for (const track of this.tracks) if (gone.includes(track.deviceId)) track.lose();
    this.dispatchEvent(new Event('devicechange'));
  }
}

let devices: FakeDevices;
const opened: LocalMedia[] = [];

beforeEach(() => {
  devices = new FakeDevices();
  const query = async ({ name }: { name: string }) => ({
    state: devices.permissions[name === 'microphone' ? 'audio' : 'video'],
  });
  vi.stubGlobal('navigator', { mediaDevices: devices, permissions: { query } });
});
afterEach(() => {
  for (const media of opened.splice(0)) media.close();
  vi.unstubAllGlobals();
});

function newMedia(): LocalMedia {
  const media = new LocalMedia();
  opened.push(media);
  return media;
}

async function openMedia(wishes: Parameters<LocalMedia['open']>[0]): Promise<LocalMedia> {
  const media = newMedia();
  await media.open(wishes);
  return media;
}

const settles = async (media: LocalMedia, wanted: Partial<LocalView>) =>
  await vi.waitFor(() => expect(media.view.get()).toMatchObject(wanted));
const trackOf = (kind: Kind, deviceId: string) => expect.objectContaining({ kind, deviceId });
const TALKING = { isMuted: false, isCameraOn: false };
const SEEN = { isMuted: false, isCameraOn: true };
const LISTENING = { isMuted: true, isCameraOn: false };

describe('asking for devices', () => {
  it('puts one question for both', async () => {
    const media = await openMedia(SEEN);
    expect(devices.asked).toEqual(['audio+video']);
    expect(media.view.get()).toMatchObject({ ...SEEN, troubles: { audio: null, video: null } });
  });

  it('puts no further question when both were refused', async () => {
    devices.failing = { audio: 'NotAllowedError', video: 'NotAllowedError' };
    devices.permissions = { audio: 'denied', video: 'denied' };
    const media = await openMedia(SEEN);
    expect(devices.asked).toEqual(['audio+video']);
    expect(media.view.get()).toMatchObject({
      isMuted: true,
      isCameraOn: false,
      troubles: { audio: 'denied', video: 'denied' },
    });
  });

  it('has the microphone alone where the camera is refused or missing, and tells of each its own', async () => {
    devices.failing = { video: 'NotAllowedError' };
    devices.permissions = { audio: 'prompt', video: 'denied' };
    const media = await openMedia(SEEN);
    expect(media.view.get()).toMatchObject({
      audio: trackOf('audio', 'mic'),
      isMuted: false,
      isCameraOn: false,
      troubles: { audio: null, video: 'denied' },
    });
  });

  it('keeps the chosen microphone where the chosen camera is gone', async () => {
    devices.audio = ['mic', 'headset'];
    const media = await openMedia({ ...SEEN, audioInput: 'headset', videoInput: 'gone' });
    expect(media.view.get()).toMatchObject({
      audio: trackOf('audio', 'headset'),
      video: trackOf('video', 'cam'),
    });
  });
});

describe('a microphone', () => {
  it('that is missing has one muted, and says so', async () => {
    devices.audio = [];
    const media = await openMedia(TALKING);
    expect(media.view.get()).toMatchObject({ isMuted: true, troubles: { audio: 'missing' } });
  });

  it('that is missing is not told to who only listens', async () => {
    devices.audio = [];
    const media = await openMedia(LISTENING);
    expect(media.view.get()).toMatchObject({ isMuted: true, troubles: { audio: null } });
  });

  it('is told of to who wants to talk while it is being asked for', async () => {
    devices.audio = [];
    const media = newMedia();
    const isOpen = media.open(LISTENING);
    media.setMuted(false);
    await isOpen;
    expect(media.view.get()).toMatchObject({ isMuted: true, troubles: { audio: 'missing' } });
  });

  it('that was denied leaves one muted; once it is granted, one press does', async () => {
    devices.failing = { audio: 'NotAllowedError' };
    const media = await openMedia(LISTENING);
    media.setMuted(false);
    await settles(media, { isMuted: true, troubles: { audio: 'denied', video: null, screen: null } });
    devices.failing = {};
    media.setMuted(false);
    await settles(media, { isMuted: false, troubles: { audio: null, video: null, screen: null } });
    expect(media.view.get().audio?.enabled).toBe(true);
  });

  it('that is unplugged, the only one, has one muted and says so; plugged in again, one press does', async () => {
    const media = await openMedia(TALKING);
    devices.unplug('audio');
    await settles(media, { audio: null, isMuted: true });
    expect(media.view.get().troubles.audio).toBe('missing');
    devices.plug('audio', 'mic');
    await settles(media, { audio: trackOf('audio', 'mic'), isMuted: true });
    expect(media.view.get()).toMatchObject({ audio: { enabled: false }, troubles: { audio: null } });
    media.setMuted(false);
    expect(media.view.get()).toMatchObject({ audio: { enabled: true }, isMuted: false });
  });

  it('that is unplugged is followed by the next one, and one goes on talking', async () => {
    devices.audio = ['headset'];
    const media = await openMedia({ ...TALKING, audioInput: 'headset' });
    const [lost] = devices.tracks;
    devices.audio = ['mic'];
    lost?.lose();
    await settles(media, { audio: trackOf('audio', 'mic') });
    expect(media.view.get().isMuted).toBe(false);
  });

  it('whose permission is taken back has one muted; devices that come and go ask for nothing', async () => {
    const media = await openMedia(SEEN);
    devices.failing = { audio: 'NotAllowedError' };
    devices.tracks[0]?.lose();
    await settles(media, { audio: null, isMuted: true, isCameraOn: true });
    expect(media.view.get().troubles.audio).toBe('denied');
    const asked = devices.asked.length;
    devices.plug('audio', 'headset');
    await media.setCamera(true);
    expect(devices.asked).toHaveLength(asked);
  });

  it('that cannot be changed over to stays, and one is heard', async () => {
    const media = await openMedia(TALKING);
    devices.failing = { audio: 'NotReadableError' };
    await media.changeDevices({ audioInput: 'headset' });
    expect(media.view.get()).toMatchObject({
      audio: trackOf('audio', 'mic'),
      isMuted: false,
      troubles: { audio: 'busy' },
    });
  });

  it('that the system silences says so to who wants to be heard, until it is over', async () => {
    const media = await openMedia(TALKING);
    const [track] = devices.tracks;
    track?.silence(true);
    expect(media.view.get()).toMatchObject({
      isMuted: false,
      isSilenced: true,
      troubles: { audio: 'silenced' },
    });
    media.setMuted(true);
    expect(media.view.get().troubles.audio).toBeNull();
    media.setMuted(false);
    expect(media.view.get().troubles.audio).toBe('silenced');
    track?.silence(false);
    expect(media.view.get()).toMatchObject({ isSilenced: false, troubles: { audio: null } });
  });
});

describe('a camera', () => {
  it('that is unplugged is off, although the microphone was refused before', async () => {
    devices.failing = { audio: 'NotAllowedError' };
    const media = await openMedia(SEEN);
    expect(media.view.get()).toMatchObject({ isMuted: true, isCameraOn: true });
    devices.unplug('video');
    await settles(media, { video: null, isCameraOn: false });
  });

  it('that is turned on while the microphone is being asked for comes on', async () => {
    const media = newMedia();
    const isOpen = media.open(TALKING);
    await Promise.all([isOpen, media.setCamera(true)]);
    expect(media.view.get()).toMatchObject({ video: trackOf('video', 'cam'), isCameraOn: true });
  });
});

describe('what went wrong', () => {
  it('is no longer told once it was read', async () => {
    devices.audio = [];
    const media = await openMedia(TALKING);
    media.forgetTroubles();
    expect(media.view.get().troubles.audio).toBeNull();
  });
});

describe('a screen', () => {
  it('is asked for once, however often one presses', async () => {
    const media = newMedia();
    const shared = [media.startSharing(), media.startSharing()];
    devices.grantScreens();
    await Promise.all(shared);
    expect(devices.screensAsked).toBe(1);
    expect(devices.screenWanted).toMatchObject({
      selfBrowserSurface: 'exclude',
      surfaceSwitching: 'include',
    });
    expect(media.view.get().screen).not.toBeNull();
  });
});

describe('trying again', () => {
  it('puts one question for whatever could not be had', async () => {
    devices.failing = { audio: 'NotReadableError', video: 'NotReadableError' };
    const media = await openMedia(SEEN);
    devices.failing = {};
    devices.asked.length = 0;
    await media.retry();
    expect(devices.asked).toEqual(['audio+video']);
    expect(media.view.get()).toMatchObject({ ...SEEN, troubles: { audio: null, video: null } });
  });
});
