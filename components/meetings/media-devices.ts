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
type Tracks = { tracks: readonly MediaStreamTrack[]; trouble: DeviceTrouble | null };

/** Asks for microphone and camera together; when that fails, for each alone, so that one of them may work. Never throws. */
export async function askForTracks(wanted: Wanted): Promise<Tracks> {
  const both = await ask(wanted);
  const { audio, video } = wanted;
  if (both.trouble === null || audio === undefined || video === undefined) return both;
  const [sound, picture] = [await ask({ audio }), await ask({ video })];
  return { tracks: [...sound.tracks, ...picture.tracks], trouble: sound.trouble ?? picture.trouble };
}

/** A chosen device that is gone is followed by whichever there is. */
async function ask(wanted: Wanted): Promise<Tracks> {
  try {
    const stream = await navigator.mediaDevices.getUserMedia(constraintsOf(wanted));
    return { tracks: stream.getTracks(), trouble: null };
  } catch (error) {
    const wasChosen = Boolean(wanted.audio) || Boolean(wanted.video);
    const isGone = error instanceof DOMException && error.name === 'OverconstrainedError';
    if (!wasChosen || !isGone) return { tracks: [], trouble: troubleOf(error) };
    return await ask({
      ...(wanted.audio === undefined ? {} : { audio: '' }),
      ...(wanted.video === undefined ? {} : { video: '' }),
    });
  }
}

const device = (id: string): MediaTrackConstraints => (id === '' ? {} : { deviceId: { exact: id } });

function constraintsOf({ audio, video }: Wanted): MediaStreamConstraints {
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

/** Asks what to share; `trouble` null: the person closed the question. Never throws. */
export async function askForScreen(): Promise<Screen> {
  try {
    const stream = await navigator.mediaDevices.getDisplayMedia({
      video: { frameRate: { ideal: 15, max: 30 } },
      audio: true,
    });
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
