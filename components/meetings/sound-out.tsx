'use client';

import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';

import { Button } from '../ui/button';
import type { TileView } from './call-types';
import { heardTiles } from './heard-tiles';
import { sendTo } from './sink';

type SoundOutProps = {
  tiles: readonly TileView[];
  /** Id of the chosen speaker. */
  speaker: string | undefined;
};

/**
 * Plays what the others say and their screens sound like. Apart from the tiles, which move about: a voice must not break
 * when its picture changes places.
 */
export function SoundOut({ tiles, speaker }: SoundOutProps) {
  const t = useTranslations('meetings.stage');
  const [isBlocked, setBlocked] = useState(false);
  const place = useRef<HTMLDivElement>(null);
  const playAll = () => {
    setBlocked(false);
    for (const audio of place.current?.querySelectorAll('audio') ?? [])
      audio.play().catch(() => setBlocked(true));
  };
  const streams = heardTiles(tiles).flatMap(({ seatId, stream, screen }) => [
    { key: seatId, stream },
    { key: `${seatId} screen`, stream: screen },
  ]);
  return (
    <div ref={place}>
      {streams.map(({ key, stream }) =>
        stream === null ? null : (
          <Sound key={key} stream={stream} speaker={speaker} onBlocked={() => setBlocked(true)} />
        ),
      )}
      {isBlocked ? (
        <div
          role="alert"
          className="bg-raised shadow-float fixed inset-x-3 bottom-24 z-30 mx-auto flex w-fit max-w-full items-center gap-3 rounded-xl py-2 pr-2 pl-3.5"
        >
          {t('soundBlocked')}
          <Button variant="primary" onClick={playAll}>
            {t('playSound')}
          </Button>
        </div>
      ) : null}
    </div>
  );
}

type SoundProps = { stream: MediaStream; speaker: string | undefined; onBlocked: () => void };

function Sound({ stream, speaker, onBlocked }: SoundProps) {
  const audio = useRef<HTMLAudioElement>(null);
  const blocked = useRef(onBlocked);
  useEffect(() => {
    blocked.current = onBlocked;
  });
  useEffect(() => {
    const element = audio.current;
    if (element === null) return;
    element.srcObject = stream;
    // A page that was loaded anew and not touched yet may be kept silent.
    element.play().catch((error: unknown) => {
      if (error instanceof DOMException && error.name === 'NotAllowedError') blocked.current();
    });
  }, [stream]);
  useEffect(() => {
    if (audio.current !== null) void sendTo(audio.current, speaker);
  }, [speaker]);
  return (
    <audio ref={audio} autoPlay>
      <track kind="captions" />
    </audio>
  );
}
