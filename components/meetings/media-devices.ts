/** denied: by the person, the system or a policy; missing: there is no such device; busy: another program has it. */
export type DeviceTrouble = 'denied' | 'missing' | 'busy';

/** What a failure of getUserMedia or getDisplayMedia means to the person (Media Capture and Streams, 10.2). */
export function troubleOf(error: unknown): DeviceTrouble {
  const name = error instanceof DOMException ? error.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'denied';
  if (name === 'NotReadableError' || name === 'AbortError') return 'busy';
  return 'missing';
}

/** Ids of the devices wanted; an empty one is whichever the browser likes. What is left out is not asked for. */
type Wanted = { audio?: string; video?: string };
/** What went wrong with each; null also for what was not asked for. */
type Troubles = { audio: DeviceTrouble | null; video: DeviceTrouble | null };
type Tracks = { tracks: readonly MediaStreamTrack[]; troubles: Troubles };

const NO_TROUBLES: Troubles = { audio: null, video: null };

/**
 * Asks for microphone and camera together, which is one question to the person; when that fails, for each alone, so that
 * one of them may work. A chosen device that is gone is followed by whichever there is. Never throws.
 */
export async function askForTracks({ audio, video }: Wanted): Promise<Tracks> {
  if (audio === undefined || video === undefined) return await askForOne({ audio, video });
  const both = await ask({ audio, video });
  if (both.ok) return { tracks: both.tracks, troubles: NO_TROUBLES };
  if (both.trouble === 'denied' && (await isRefusedAlike())) {
    return { tracks: [], troubles: { audio: 'denied', video: 'denied' } };
  }
  const [sound, picture] = [await askForOne({ audio }), await askForOne({ video })];
  return {
    tracks: [...sound.tracks, ...picture.tracks],
    troubles: { audio: sound.troubles.audio, video: picture.troubles.video },
  };
}

type Asked = { audio?: string | undefined; video?: string | undefined };
type Answer =
  | { ok: true; tracks: readonly MediaStreamTrack[] }
  | { ok: false; trouble: DeviceTrouble; isGone: boolean };

async function askForOne(wanted: Asked): Promise<Tracks> {
  const kind = wanted.audio === undefined ? 'video' : 'audio';
  const first = await ask(wanted);
  const answer = !first.ok && first.isGone && wanted[kind] !== '' ? await ask({ [kind]: '' }) : first;
  if (answer.ok) return { tracks: answer.tracks, troubles: NO_TROUBLES };
  return { tracks: [], troubles: { ...NO_TROUBLES, [kind]: answer.trouble } };
}

async function ask(wanted: Asked): Promise<Answer> {
  try {
    const stream = await navigator.mediaDevices.getUserMedia(constraintsOf(wanted));
    return { ok: true, tracks: stream.getTracks() };
  } catch (error) {
    const isGone = error instanceof DOMException && error.name === 'OverconstrainedError';
    return { ok: false, trouble: troubleOf(error), isGone };
  }
}

/** Whether a refusal was of both devices: asking for each alone would put the same question twice more. */
async function isRefusedAlike(): Promise<boolean> {
  try {
    const [microphone, camera] = await Promise.all([
      navigator.permissions.query({ name: 'microphone' }),
      navigator.permissions.query({ name: 'camera' }),
    ]);
    // What the browser granted, the system may have refused, and of one of them only.
    return microphone.state === camera.state && microphone.state !== 'granted';
  } catch {
    // Not every browser tells: then each is asked for.
    return false;
  }
}

const device = (id: string): MediaTrackConstraints => (id === '' ? {} : { deviceId: { exact: id } });

function constraintsOf({ audio, video }: Asked): MediaStreamConstraints {
  return {
    ...(audio === undefined
      ? {}
      : {
          audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true, ...device(audio) },
        }),
    ...(video === undefined
      ? {}
      : {
          video: {
            width: { ideal: 1280 },
            height: { ideal: 720 },
            frameRate: { ideal: 30 },
            ...device(video),
          },
        }),
  };
}

type Screen = { ok: true; value: MediaStream } | { ok: false; trouble: DeviceTrouble | null };

/** What browsers may know beyond TypeScript's library (Screen Capture, 5.4); others ignore it. */
type ScreenOptions = DisplayMediaStreamOptions & {
  /** This very tab shows itself in itself, without end. */
  selfBrowserSurface: 'exclude';
  /** The browser's own button changes over to another tab. */
  surfaceSwitching: 'include';
};

const SCREEN: ScreenOptions = {
  video: { frameRate: { ideal: 15, max: 30 } },
  audio: true,
  selfBrowserSurface: 'exclude',
  surfaceSwitching: 'include',
};

/** Asks what to share; `trouble` null: the person closed the question. Never throws. */
export async function askForScreen(): Promise<Screen> {
  try {
    const stream = await navigator.mediaDevices.getDisplayMedia(SCREEN);
    // Letters shall stay sharp rather than fast.
    for (const track of stream.getVideoTracks()) track.contentHint = 'detail';
    return { ok: true, value: stream };
  } catch (error) {
    // Closing the question and a refusal have one name; only the system's refusal says so.
    const isClosed =
      error instanceof DOMException &&
      error.name === 'NotAllowedError' &&
      !/system|policy/i.test(error.message);
    return { ok: false, trouble: isClosed ? null : troubleOf(error) };
  }
}
